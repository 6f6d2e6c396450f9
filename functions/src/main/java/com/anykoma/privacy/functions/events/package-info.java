/**
 * Event functions: decodes Google's CloudEvents to records and maps failures to acknowledgement or
 * redelivery. Start with {@link EventFrame}.
 */
@NullMarked
package com.anykoma.privacy.functions.events;

import org.jspecify.annotations.NullMarked;
