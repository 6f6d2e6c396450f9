package com.anykoma.privacy.platform.google;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How fast this instance may write in bulk: Firestore's 500/50/5 rule, half as much again for every
 * five minutes of writing, so that Firestore has time to split what is written to. A second's
 * writes may be made at once, so that small deletions wait for nobody; time in which little was
 * written earns nothing, and after five idle minutes the ramp begins again. Safe for many threads.
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
   * A ramp at its beginning.
   *
   * @param initialPerSecond writes a second to begin with; 0 for no limit at all
   * @param nanoTime as {@link System#nanoTime}
   * @param sleep lets so many nanoseconds pass
   */
  WriteRamp(int initialPerSecond, LongSupplier nanoTime, LongConsumer sleep) {
    this.initialPerSecond = initialPerSecond;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.reservedUntil = nanoTime.getAsLong();
  }

  /** One that lets real time pass. */
  static WriteRamp of(int initialPerSecond) {
    return new WriteRamp(
        initialPerSecond,
        System::nanoTime,
        nanos -> Uninterruptibles.sleepUninterruptibly(nanos, TimeUnit.NANOSECONDS));
  }

  /** Waits until so many writes more may be made. */
  void await(int writes) {
    if (initialPerSecond > 0) {
      long wait = reserve(writes);
      if (wait > 0) {
        sleep.accept(wait);
      }
    }
  }

  /** Takes the writes' share of time, and tells how long it is until it begins. */
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
