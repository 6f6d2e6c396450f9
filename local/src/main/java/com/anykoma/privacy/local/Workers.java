package com.anykoma.privacy.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** A few threads that deliver side by side. */
final class Workers implements AutoCloseable {
  private static final int THREADS = 8;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "bridge-worker");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Runs all of them and waits for their end.
   *
   * @throws IllegalStateException when one failed; the others were run all the same
   */
  void run(List<Runnable> jobs) {
    if (jobs.size() == 1) {
      jobs.get(0).run();
      return;
    }
    List<Future<?>> running = new ArrayList<>();
    jobs.forEach(job -> running.add(threads.submit(job)));
    List<Throwable> failures = new ArrayList<>();
    running.forEach(each -> await(each, failures));
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a delivery failed", failures.get(0));
    }
  }

  private static void await(Future<?> job, List<Throwable> failures) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        job.get();
        ended = true;
      } catch (ExecutionException e) {
        failures.add(e.getCause() == null ? e : e.getCause());
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
