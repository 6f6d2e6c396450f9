/**
 * What commands print to and read from the command line: standard output and error, the log,
 * options that several commands share. Read {@link com.anykoma.privacy.local.console.Console}
 * first.
 */
@NullMarked
package com.anykoma.privacy.local.console;

import org.jspecify.annotations.NullMarked;
