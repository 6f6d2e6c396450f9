/**
 * The HTTP side of functions: who may call, how requests are read, and how answers and failures are
 * written. {@link HttpFrame} puts the parts of one function together: start there.
 */
@NullMarked
package com.anykoma.privacy.functions.http;

import org.jspecify.annotations.NullMarked;
