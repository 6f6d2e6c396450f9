package com.anykoma.privacy.protection.access;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The number of requests that one caller may send to one function, as a token bucket (ASVS 2.4.1).
 *
 * @param capacity the permits of a full bucket, at least 1
 * @param refill the time after which one more permit is added, in whole microseconds; an empty
 *     bucket is full again within a day, because its record expires after a day
 * @param lease the permits that an instance takes at once, 1 to {@code capacity}: one call of the
 *     store pays for so many requests, and permits that the instance does not use are lost
 */
public record RateLimit(int capacity, Duration refill, int lease) {
  private static final Map<String, RateLimit> BY_FUNCTION =
      Map.of(
          "Content", perHour(6_000, 100),
          "CheckText", perHour(1_200, 20),
          "ReviewDesk", perHour(1_200, 20),
          "Evidence", perHour(1_200, 20),
          "Cases", perHour(1_200, 20),
          "MyData", perHour(600, 10),
          "EmailRequests", perHour(600, 1),
          "PrivacyPage", perHour(600, 10));

  /** For every other function: low enough that guessing and mass requests are pointless. */
  private static final RateLimit OTHERS = perHour(60, 1);

  public RateLimit {
    if (capacity < 1 || lease < 1 || lease > capacity) {
      throw new IllegalArgumentException("a limit needs 1 <= lease <= capacity");
    }
    if (refill.compareTo(Duration.ZERO) <= 0
        || !refill.equals(refill.truncatedTo(ChronoUnit.MICROS))
        || refill.multipliedBy(capacity).compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "a bucket must refill in whole microseconds and within a day");
    }
  }

  /** The limit of a function, by its name. */
  public static RateLimit of(String function) {
    return BY_FUNCTION.getOrDefault(function, OTHERS);
  }

  private static RateLimit perHour(int requests, int lease) {
    return new RateLimit(requests, Duration.ofHours(1).dividedBy(requests), lease);
  }

  /** The time in which this many permits are added. */
  Duration refill(long permits) {
    return refill.multipliedBy(permits);
  }
}
