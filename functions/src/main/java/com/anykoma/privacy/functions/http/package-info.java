/** HTTP functions: authentication, requests, responses and errors. Start with {@link HttpFrame}. */
@NullMarked
package com.anykoma.privacy.functions.http;

import org.jspecify.annotations.NullMarked;
