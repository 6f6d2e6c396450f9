/** The structured log of the functions. Start with {@link Log}. */
@NullMarked
package com.anykoma.privacy.log;

import org.jspecify.annotations.NullMarked;
