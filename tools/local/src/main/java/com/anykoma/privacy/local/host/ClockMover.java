package com.anykoma.privacy.local.host;

import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.OffsetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Moves the clock of a served cloud forward, in steps of at most one hour. After each step,
 * publishes the scheduled tasks that fell due and waits until the functions have completed all due
 * work.
 */
public final class ClockMover {
  private static final Duration STEP = Duration.ofHours(1);
  private static final Duration MAX_MOVE = Duration.ofDays(366);
  private static final Duration MAX_WAITING = Duration.ofMinutes(1);

  private final OffsetClock clock;
  private final CompletableFuture<Served> served = new CompletableFuture<>();

  /** Creates a mover. Moves wait until {@link #serve} is called. */
  public ClockMover(OffsetClock clock) {
    this.clock = clock;
  }

  private record Served(Scheduler scheduler, Bridge bridge) {}

  /** Thrown when a move ended early, because due work did not finish in time. */
  public static final class Stopped extends RuntimeException {
    Stopped(Instant at) {
      super(
          "the clock stopped at "
              + at
              + ": the functions did not finish the due work within "
              + MAX_WAITING.toSeconds()
              + " seconds; see the log");
    }
  }

  /** Connects the served cloud, so that waiting and later moves can run. */
  void serve(Scheduler scheduler, Bridge bridge) {
    served.complete(new Served(scheduler, bridge));
  }

  public OffsetClock clock() {
    return clock;
  }

  /** Moves to an instant at most 366 days ahead, and finishes due work. */
  public synchronized void moveTo(Instant to) {
    forward(Duration.between(clock.instant(), to));
  }

  /** Moves by a duration, like {@link #moveTo}. Concurrent moves run one after another. */
  public synchronized void forward(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException(
          "the clock cannot move back; its time is " + clock.instant());
    }
    if (by.compareTo(MAX_MOVE) > 0) {
      throw new IllegalArgumentException(
          "the clock moves at most " + MAX_MOVE.toDays() + " days at once");
    }
    doDueWork();
    Duration remaining = by;
    while (!remaining.isZero()) {
      Duration step = remaining.compareTo(STEP) < 0 ? remaining : STEP;
      clock.forward(step);
      remaining = remaining.minus(step);
      doDueWork();
    }
  }

  private void doDueWork() {
    Served cloud = served.join();
    cloud.scheduler().publishDue();
    if (!cloud.bridge().untilNothingIsDue(MAX_WAITING)) {
      throw new Stopped(clock.instant());
    }
  }
}
