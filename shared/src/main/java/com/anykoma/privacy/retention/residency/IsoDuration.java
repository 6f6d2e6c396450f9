package com.anykoma.privacy.retention.residency;

import java.time.Duration;

/** Formats durations in ISO 8601 with days of 24 hours: {@code P7D}, not {@code PT168H}. */
public final class IsoDuration {
  private IsoDuration() {}

  public static String text(Duration duration) {
    if (duration.isNegative()) {
      return "-" + text(duration.negated());
    }
    Duration rest = duration.minusDays(duration.toDays());
    if (duration.toDays() == 0) {
      return rest.toString();
    }
    String days = "P" + duration.toDays() + "D";
    return rest.isZero() ? days : days + rest.toString().substring(1);
  }
}
