package com.anykoma.privacy.collection.datamap;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * How long data may be kept, and why that long (P21).
 *
 * @param maxAge a calendar term; empty where an event ends it: the account's or the item's deletion
 */
public record RetentionClass(String name, Optional<Period> maxAge, String ground) {
  public RetentionClass {
    Objects.requireNonNull(name);
    Objects.requireNonNull(maxAge);
    Objects.requireNonNull(ground);
    if (maxAge.isPresent() && (maxAge.get().isZero() || maxAge.get().isNegative())) {
      throw new IllegalArgumentException("a retention class keeps for more than nothing");
    }
  }

  /**
   * The time {@code maxAge} before this one, by the calendar in UTC: what was made then, or
   * earlier, is due. Empty without a {@code maxAge}.
   */
  public Optional<Instant> lastDue(Instant now) {
    return maxAge.map(it -> now.atOffset(ZoneOffset.UTC).minus(it).toInstant());
  }
}
