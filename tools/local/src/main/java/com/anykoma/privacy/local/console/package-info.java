/**
 * Command-line input and output: stdout, stderr, the log, and options that several commands share.
 * Read {@link com.anykoma.privacy.local.console.Console} first.
 */
@NullMarked
package com.anykoma.privacy.local.console;

import org.jspecify.annotations.NullMarked;
