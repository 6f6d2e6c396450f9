/**
 * Review of content by staff (P5, P18, P33): queues, leases and the record of each view. Start with
 * {@link ReviewQueue}. This package has the queue of items that may improve the service; {@code
 * improvement.safety} has the other one.
 */
@NullMarked
package com.anykoma.privacy.improvement.review;

import org.jspecify.annotations.NullMarked;
