/** What shows that promises are kept: found by looking at the stores again, not at our own word. */
@NullMarked
package com.anykoma.privacy.evidence;

import org.jspecify.annotations.NullMarked;
