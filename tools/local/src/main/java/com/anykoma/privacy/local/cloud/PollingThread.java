package com.anykoma.privacy.local.cloud;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A thread that works as long as there is something to do, then waits to be woken; and looks by
 * itself now and then for what another process left to do.
 */
public final class PollingThread implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PollingThread.class.getName());
  private static final Duration POLL = Duration.ofMillis(250);

  private final BooleanSupplier round;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean closed;
  private volatile boolean atWork;

  /**
   * @param round does a piece of work and says whether there was any
   */
  public PollingThread(String name, BooleanSupplier round) {
    this.round = round;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts its thread. */
  public void start() {
    thread.start();
  }

  /** Has it look for work at once. */
  void wake() {
    woken.release();
  }

  /** Whether a round is at hand. */
  boolean isAtWork() {
    return atWork;
  }

  private void run() {
    try {
      while (!closed) {
        if (!worked()) {
          boolean unused = woken.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
          woken.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      closed = true; // nobody interrupts it but to end it
    }
  }

  private boolean worked() {
    atWork = true;
    try {
      return round.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, thread.getName() + " failed and tries again", e);
      return false;
    } finally {
      atWork = false;
    }
  }

  /** Lets the round at hand end. */
  @Override
  public void close() {
    closed = true;
    wake();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
