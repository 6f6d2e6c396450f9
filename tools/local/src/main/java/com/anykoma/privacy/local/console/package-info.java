/** Command-line input and output. Read {@link Console} first. */
@NullMarked
package com.anykoma.privacy.local.console;

import org.jspecify.annotations.NullMarked;
