/**
 * The six ports, one per outside system, and their value types; for the task queue also its {@link
 * Topic}s and {@link TaskPayload}s.
 */
@NullMarked
package com.anykoma.privacy.platform;

import org.jspecify.annotations.NullMarked;
