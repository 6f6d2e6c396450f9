package com.anykoma.privacy.local.host;

import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.OffsetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Moves the time of a served cloud forward, in steps of an hour at most: after each step the
 * schedules that fell due run, and what is due because of them is done, before the next step.
 */
public final class ClockMover {
  private static final Duration STEP = Duration.ofHours(1);
  private static final Duration MAX_MOVE = Duration.ofDays(366);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final OffsetClock clock;
  private final CompletableFuture<Served> served = new CompletableFuture<>();

  /** Moves this clock once it is served. */
  public ClockMover(OffsetClock clock) {
    this.clock = clock;
  }

  private record Served(Scheduler scheduler, Bridge bridge) {}

  /** A move that ended before its goal. */
  public static final class Stopped extends RuntimeException {
    Stopped(Instant at) {
      super(
          "the clock stopped at "
              + at
              + ": what is due there is not done after "
              + PATIENCE.toSeconds()
              + " seconds; the log says why");
    }
  }

  /** Lets moves begin, which wait for this. */
  void serve(Scheduler scheduler, Bridge bridge) {
    served.complete(new Served(scheduler, bridge));
  }

  /** The clock that it moves. */
  public OffsetClock clock() {
    return clock;
  }

  /**
   * Moves to a moment.
   *
   * @throws IllegalArgumentException when it is past, or more than 366 days ahead
   * @throws Stopped when what fell due on the way was not done in time
   */
  public synchronized void moveTo(Instant to) {
    forward(Duration.between(clock.instant(), to));
  }

  /** The same, by a time. Of several moves at once each follows the one before. */
  public synchronized void forward(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException(
          "the clock never goes back, and it is " + clock.instant() + " here");
    }
    if (by.compareTo(MAX_MOVE) > 0) {
      throw new IllegalArgumentException(
          "the clock moves " + MAX_MOVE.toDays() + " days at once at most");
    }
    doDueWork();
    Duration left = by;
    while (!left.isZero()) {
      Duration step = left.compareTo(STEP) < 0 ? left : STEP;
      clock.forward(step);
      left = left.minus(step);
      doDueWork();
    }
  }

  private void doDueWork() {
    Served all = served.join();
    all.scheduler().publishDue();
    if (!all.bridge().untilNothingIsDue(PATIENCE)) {
      throw new Stopped(clock.instant());
    }
  }
}
