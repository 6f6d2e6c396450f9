/** How long data is kept: what has reached its age goes, and not before. */
@NullMarked
package com.anykoma.privacy.retention;

import org.jspecify.annotations.NullMarked;
