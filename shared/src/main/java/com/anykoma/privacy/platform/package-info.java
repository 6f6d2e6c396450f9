/**
 * The six ports, one per outside system, and their small value types; beside {@link Tasks} the
 * {@link Topic}s that tasks are published to, and what they ask for, {@link TaskPayload}.
 */
@NullMarked
package com.anykoma.privacy.platform;

import org.jspecify.annotations.NullMarked;
