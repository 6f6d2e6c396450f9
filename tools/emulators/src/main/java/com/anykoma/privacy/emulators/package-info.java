/** Google's emulators, started and ended here, and doubles of the services that have none. */
@NullMarked
package com.anykoma.privacy.emulators;

import org.jspecify.annotations.NullMarked;
