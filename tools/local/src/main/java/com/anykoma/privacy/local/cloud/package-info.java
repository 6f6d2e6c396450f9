/**
 * A cloud on this machine, embedded or on emulators, and the event bridges that tell the functions
 * of its changes. Read {@link com.anykoma.privacy.local.cloud.LocalPlatform} first.
 */
@NullMarked
package com.anykoma.privacy.local.cloud;

import org.jspecify.annotations.NullMarked;
