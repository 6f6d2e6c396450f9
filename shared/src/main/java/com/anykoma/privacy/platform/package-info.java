/** The six ports, one per outside system, and their small value types. */
@NullMarked
package com.anykoma.privacy.platform;

import org.jspecify.annotations.NullMarked;
