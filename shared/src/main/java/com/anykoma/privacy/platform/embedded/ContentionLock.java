package com.anykoma.privacy.platform.embedded;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets a transaction that keeps losing its races go alone, so that it wins. A courtesy among the
 * threads of one process, not what makes transactions right: after a short wait each goes ahead
 * without its turn, so that nothing can lock up.
 */
final class ContentionLock {
  private static final int POLITE_ATTEMPTS = 3;
  private static final long MAX_BACKOFF_MICROS = 500;
  private static final long WAIT_SHARED_MILLIS = 200;
  private static final long WAIT_ALONE_MILLIS = 1_000;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** Runs {@code attempt}: the first beside others, after a short backoff; later ones alone. */
  <T> T take(int number, Supplier<T> attempt) {
    if (number > 1) {
      long most = MAX_BACKOFF_MICROS * Math.min(number, POLITE_ATTEMPTS);
      LockSupport.parkNanos(
          TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, most)));
    }
    return number <= POLITE_ATTEMPTS
        ? holding(lock.readLock(), WAIT_SHARED_MILLIS, attempt)
        : holding(lock.writeLock(), WAIT_ALONE_MILLIS, attempt);
  }

  private static <T> T holding(Lock turn, long waitMillis, Supplier<T> attempt) {
    boolean held = false;
    try {
      held = turn.tryLock(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // for the caller to see; a commit is not abandoned
    }
    try {
      return attempt.get();
    } finally {
      if (held) {
        turn.unlock();
      }
    }
  }
}
