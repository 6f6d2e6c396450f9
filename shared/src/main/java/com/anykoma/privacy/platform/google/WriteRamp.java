package com.anykoma.privacy.platform.google;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A rate limiter for bulk writes of this instance by Firestore's 500/50/5 rule: the rate grows by
 * half after every five minutes of writing, so that Firestore has time to split its data. Up to one
 * second's worth of writes is allowed at once, so that small deletions do not wait. Idle time does
 * not increase the rate, and after five idle minutes it is reset. Thread-safe.
 *
 * @see <a href="https://cloud.google.com/firestore/docs/best-practices#ramping_up_traffic">The
 *     rule</a>
 */
final class WriteRamp {
  private static final double GROWTH = 1.5;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STEP_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final int initialPerSecond;
  private final LongSupplier nanoTime;
  private final LongConsumer sleep;
  private long reservedUntil;
  private long busyNanos;

  /**
   * Creates a rate limiter at its initial rate.
   *
   * @param initialPerSecond the initial number of writes per second; 0 disables the limit
   * @param nanoTime a clock like {@link System#nanoTime}
   * @param sleep sleeps for the given number of nanoseconds
   */
  WriteRamp(int initialPerSecond, LongSupplier nanoTime, LongConsumer sleep) {
    this.initialPerSecond = initialPerSecond;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.reservedUntil = nanoTime.getAsLong();
  }

  /** Creates a rate limiter with the real clock. */
  static WriteRamp of(int initialPerSecond) {
    return new WriteRamp(
        initialPerSecond,
        System::nanoTime,
        nanos -> Uninterruptibles.sleepUninterruptibly(nanos, TimeUnit.NANOSECONDS));
  }

  void await(int writes) {
    if (initialPerSecond > 0) {
      long wait = reserve(writes);
      if (wait > 0) {
        sleep.accept(wait);
      }
    }
  }

  /** Reserves time for the writes and returns the nanoseconds until it starts. */
  private synchronized long reserve(int writes) {
    long now = nanoTime.getAsLong();
    if (now - reservedUntil >= STEP_NANOS) {
      busyNanos = 0;
    }
    long cost = Math.round(writes * SECOND_NANOS / perSecond());
    long wait = reservedUntil - now - Math.max(0, SECOND_NANOS - cost);
    reservedUntil = (reservedUntil - now > 0 ? reservedUntil : now) + cost;
    busyNanos += cost;
    return wait;
  }

  private double perSecond() {
    int steps = (int) (busyNanos / STEP_NANOS);
    return initialPerSecond * Math.pow(GROWTH, steps);
  }
}
