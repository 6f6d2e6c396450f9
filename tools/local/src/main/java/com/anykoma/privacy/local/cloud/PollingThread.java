package com.anykoma.privacy.local.cloud;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A daemon thread that runs rounds of work while there is some, then waits or polls. */
public final class PollingThread implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PollingThread.class.getName());
  private static final Duration POLL = Duration.ofMillis(250);

  private final BooleanSupplier round;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean closed;
  private volatile boolean working;

  /** Runs rounds that do some work and return whether they found any. */
  public PollingThread(String name, BooleanSupplier round) {
    this.round = round;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Starts the next round at once. */
  void wake() {
    woken.release();
  }

  /** Whether a round is running. */
  boolean isWorking() {
    return working;
  }

  private void run() {
    try {
      while (!closed) {
        if (!runRound()) {
          boolean unused = woken.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
          woken.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      closed = true; // an interrupt only ends the thread
    }
  }

  private boolean runRound() {
    working = true;
    try {
      return round.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, thread.getName() + " failed and will be retried", e);
      return false;
    } finally {
      working = false;
    }
  }

  /** Stops after the running round, and waits for it. */
  @Override
  public void close() {
    closed = true;
    wake();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
