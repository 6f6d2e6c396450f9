package com.anykoma.privacy.platform.embedded;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * A lock that lets a transaction run alone after several conflicts, so that it can commit. Only for
 * fairness among the threads of one process: after a bounded wait an attempt runs without the lock,
 * so it cannot deadlock.
 */
final class ContentionLock {
  private static final int SHARED_ATTEMPTS = 3;
  private static final long BACKOFF_MICROS_PER_ATTEMPT = 500;
  private static final long MAX_SHARED_WAIT_MILLIS = 200;
  private static final long MAX_EXCLUSIVE_WAIT_MILLIS = 1_000;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** Runs an attempt, a later one after a backoff, and alone after {@value #SHARED_ATTEMPTS}. */
  <T> T run(int attemptNumber, Supplier<T> attempt) {
    if (attemptNumber > 1) {
      long maxMicros = BACKOFF_MICROS_PER_ATTEMPT * Math.min(attemptNumber, SHARED_ATTEMPTS);
      LockSupport.parkNanos(
          TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, maxMicros)));
    }
    return attemptNumber <= SHARED_ATTEMPTS
        ? holding(lock.readLock(), MAX_SHARED_WAIT_MILLIS, attempt)
        : holding(lock.writeLock(), MAX_EXCLUSIVE_WAIT_MILLIS, attempt);
  }

  private static <T> T holding(Lock side, long waitMillis, Supplier<T> attempt) {
    boolean held = false;
    try {
      held = side.tryLock(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller sees the flag; the attempt still runs
    }
    try {
      return attempt.get();
    } finally {
      if (held) {
        side.unlock();
      }
    }
  }
}
