/**
 * The functions in the real framework on the loopback interface, with the schedules that wake them.
 * Read {@link com.anykoma.privacy.local.host.LocalCloud} first.
 */
@NullMarked
package com.anykoma.privacy.local.host;

import org.jspecify.annotations.NullMarked;
