package com.anykoma.privacy.usage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs each piece of work in a thread of its own; all threads start at the same time. */
public final class Concurrently {
  private Concurrently() {}

  /** Returns the results in the order of the work. */
  public static <T> List<T> run(List<Callable<T>> work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> each : work) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return each.call();
                }));
      }
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> each : running) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
