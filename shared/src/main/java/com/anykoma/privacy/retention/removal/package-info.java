/**
 * Purge: orders to remove deleted content, the removal itself, and the circuit breaker that blocks
 * unusually many orders. Read {@link com.anykoma.privacy.retention.removal.RemovalOrder} first,
 * then {@link com.anykoma.privacy.retention.removal.RetentionService}.
 */
@NullMarked
package com.anykoma.privacy.retention.removal;

import org.jspecify.annotations.NullMarked;
