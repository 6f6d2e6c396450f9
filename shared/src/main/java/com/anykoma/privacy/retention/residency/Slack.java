package com.anykoma.privacy.retention.residency;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How much later than planned a removal may be done, at worst (reliability invariant 10).
 *
 * @param sweep the time between two sweeps, which start what is due
 * @param missed for how long schedules may not run at all
 * @param retries from the first attempt until every store has accepted its delete
 * @param clockSkew how far one clock may be off; a day at most
 */
public record Slack(Duration sweep, Duration missed, Duration retries, Duration clockSkew) {
  static final Duration MAX_SKEW = Duration.ofDays(1);

  public Slack {
    if (Stream.of(sweep, missed, retries, clockSkew).anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("slack is not negative");
    }
    if (clockSkew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("a clock is off by a day at most");
    }
  }

  /** From the moment a start is planned for until every store has accepted its delete. */
  Duration afterPlannedStart() {
    return sweep.plus(missed).plus(retries).plus(clockSkew);
  }

  /** All of it. The skew counts twice: one clock stamps the request, another finds it due. */
  public Duration total() {
    return afterPlannedStart().plus(clockSkew);
  }
}
