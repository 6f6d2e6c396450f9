package com.anykoma.privacy.retention.residency;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * The longest delay between the planned and the actual end of a removal (reliability invariant 10).
 *
 * @param sweep interval between two sweeps, which start due removals
 * @param missed how long schedules may not run at all
 * @param retries from the first attempt until every store has accepted its delete
 * @param clockSkew the error of one clock; at most one day
 */
public record Slack(Duration sweep, Duration missed, Duration retries, Duration clockSkew) {
  static final Duration MAX_SKEW = Duration.ofDays(1);

  public Slack {
    if (Stream.of(sweep, missed, retries, clockSkew).anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("slack must not be negative");
    }
    if (clockSkew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("clockSkew must be at most one day");
    }
  }

  /** From the planned start until every store has accepted its delete. */
  Duration afterPlannedStart() {
    return sweep.plus(missed).plus(retries).plus(clockSkew);
  }

  /** The total. The clock skew counts twice: one clock stamps the request, another finds it due. */
  public Duration total() {
    return afterPlannedStart().plus(clockSkew);
  }
}
