/** Starts and ends Google's emulators, and fakes of the services that have none. */
@NullMarked
package com.anykoma.privacy.emulators;

import org.jspecify.annotations.NullMarked;
