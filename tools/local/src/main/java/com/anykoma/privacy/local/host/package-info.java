/**
 * A local server that runs the functions in the real framework, and their schedules. Read {@link
 * com.anykoma.privacy.local.host.LocalCloud} first.
 */
@NullMarked
package com.anykoma.privacy.local.host;

import org.jspecify.annotations.NullMarked;
