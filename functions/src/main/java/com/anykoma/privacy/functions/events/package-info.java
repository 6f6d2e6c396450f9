/** Event functions: decoding, and acknowledgement or redelivery. Start with {@link EventFrame}. */
@NullMarked
package com.anykoma.privacy.functions.events;

import org.jspecify.annotations.NullMarked;
