/** A local server of the functions in the real framework. Read {@link LocalCloud} first. */
@NullMarked
package com.anykoma.privacy.local.host;

import org.jspecify.annotations.NullMarked;
