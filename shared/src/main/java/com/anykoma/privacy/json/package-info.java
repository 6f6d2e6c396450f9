/** Reads JSON from outside: strict, bounded, and with errors that never quote what they read. */
@NullMarked
package com.anykoma.privacy.json;

import org.jspecify.annotations.NullMarked;
