/** Google's emulators, started and ended here, and doubles of the services that have none. */
@NullMarked
package com.anykoma.privacy.local.emulators;

import org.jspecify.annotations.NullMarked;
