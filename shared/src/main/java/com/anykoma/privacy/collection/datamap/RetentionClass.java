package com.anykoma.privacy.collection.datamap;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * A retention period and its ground (P21).
 *
 * @param maxAge a calendar period; empty if an event ends the retention, such as the deletion of
 *     the account or the item
 */
public record RetentionClass(String name, Optional<Period> maxAge, String ground) {
  public RetentionClass {
    Objects.requireNonNull(name);
    Objects.requireNonNull(maxAge);
    Objects.requireNonNull(ground);
    if (maxAge.isPresent() && (maxAge.get().isZero() || maxAge.get().isNegative())) {
      throw new IllegalArgumentException("the max of a retention class must be positive");
    }
  }

  /** Returns {@code now} minus {@code maxAge}, by the UTC calendar; data as old has expired. */
  public Optional<Instant> lastDue(Instant now) {
    return maxAge.map(it -> now.atOffset(ZoneOffset.UTC).minus(it).toInstant());
  }
}
