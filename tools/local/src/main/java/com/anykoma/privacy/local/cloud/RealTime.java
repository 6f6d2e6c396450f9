package com.anykoma.privacy.local.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The real time, where a store tells it by a clock of its own: whatever a story skips is a little
 * more than a second here, since Stripe tells whole ones.
 */
final class RealTime implements StoryTime {
  private static final Duration A_SECOND_AND_MORE = Duration.ofMillis(1050);

  private final Clock clock = Clock.systemUTC();
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public void forward(Duration by) {
    LockSupport.parkNanos((by.compareTo(A_SECOND_AND_MORE) < 0 ? by : A_SECOND_AND_MORE).toNanos());
  }

  @Override
  public void later(Duration by, Runnable work) {
    ahead = by;
    try {
      work.run();
    } finally {
      ahead = Duration.ZERO;
    }
  }

  @Override
  public Instant instant() {
    return clock.instant().plus(ahead);
  }
}
