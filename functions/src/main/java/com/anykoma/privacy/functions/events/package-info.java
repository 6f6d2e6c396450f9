/**
 * The event side of functions: Google's CloudEvents become records here, once per event, and
 * failures are settled or thrown. {@link EventFrame} puts the parts of one function together: start
 * there.
 */
@NullMarked
package com.anykoma.privacy.functions.events;

import org.jspecify.annotations.NullMarked;
