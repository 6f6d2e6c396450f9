package com.anykoma.privacy.improvement.review;

import java.time.Instant;
import java.util.Objects;

/**
 * The exclusive right of one reviewer to view an item and decide on it.
 *
 * @param item the random id of the item in this lease; the item has another id in the next one
 * @param until the end of the lease, exclusive
 */
public record Lease(String item, Instant until) {
  public Lease {
    Objects.requireNonNull(item);
    Objects.requireNonNull(until);
  }
}
