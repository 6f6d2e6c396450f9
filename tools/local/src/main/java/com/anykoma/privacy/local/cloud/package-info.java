/**
 * A cloud on this machine, embedded or on emulators, and the bridges that deliver its events to the
 * functions. Read {@link com.anykoma.privacy.local.cloud.LocalPlatform} first.
 */
@NullMarked
package com.anykoma.privacy.local.cloud;

import org.jspecify.annotations.NullMarked;
