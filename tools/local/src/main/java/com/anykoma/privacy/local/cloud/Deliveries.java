package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Trigger;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Delivers events to functions for both bridges: concurrently, but in order for events with the
 * same key. Retries for 24 hours until the function accepts the event, as the platform does. Counts
 * pending deliveries, so that callers can wait until none remain.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Deliveries.class.getName());
  private static final int THREADS = 8;

  /** The platform drops an event that was not accepted within this time. */
  private static final Duration RETRY_WINDOW = Duration.ofHours(24);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(60);
  private static final int MAX_DOUBLINGS = 10;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private final Map<String, Trigger> functions;
  private final FunctionCalls calls;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<String, CompletableFuture<Void>> lastOfKey = new ConcurrentHashMap<>();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final Map<String, Latencies> latencies = new ConcurrentHashMap<>();

  /** Delivers to functions, whose triggers are given by name. */
  Deliveries(Map<String, Trigger> functions, FunctionCalls calls, InstantSource clock) {
    this.functions = functions;
    this.calls = calls;
    this.clock = clock;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            new ThreadFactoryBuilder().setNameFormat("deliveries").setDaemon(true).build(),
            new ThreadPoolExecutor.DiscardPolicy()); // discards deliveries after close
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The triggers of all deployed functions, by function name. */
  static Map<String, Trigger> deployed() {
    Map<String, Trigger> functions = new LinkedHashMap<>();
    for (DeployedFunction each : DeployedFunction.values()) {
      functions.put(each.functionName(), each.trigger());
    }
    return functions;
  }

  /** An attempt, counted from 1, to deliver a message within 24 hours of {@code since}. */
  record Delivery(String function, CloudMessage message, Instant since, int attempt) {
    private Delivery next() {
      return new Delivery(function, message, since, attempt + 1);
    }
  }

  /** A message's first delivery. */
  Delivery first(String function, CloudMessage message) {
    return new Delivery(function, message, clock.instant(), 1);
  }

  /** The triggers by function name. */
  Map<String, Trigger> functions() {
    return functions;
  }

  /** The names of the functions with a matching trigger. */
  List<String> functionsTriggeredBy(Predicate<Trigger> trigger) {
    return functions.keySet().stream().filter(each -> trigger.test(functions.get(each))).toList();
  }

  /** Attempts a delivery once; whether it is settled: accepted, dropped or not retried. */
  boolean attempt(Delivery delivery) {
    if (!clock.instant().isBefore(delivery.since().plus(RETRY_WINDOW))) {
      LOG.severe("event dropped after 24 hours of attempts" + ids(delivery));
      return true;
    }
    if (calls.deliver(delivery.function(), delivery.message(), delivery.attempt())) {
      latencies
          .computeIfAbsent(delivery.function(), each -> new Latencies())
          .add(Duration.between(delivery.message().time(), clock.instant()));
      return true;
    }
    Trigger trigger = functions.get(delivery.function());
    boolean isLast = trigger != null && !trigger.isRedelivered();
    LOG.warning(
        "event not accepted, " + (isLast ? "not retried" : "will be retried") + ids(delivery));
    return isLast;
  }

  private static String ids(Delivery delivery) {
    return " function=%s attempt=%d id=%s"
        .formatted(delivery.function(), delivery.attempt(), delivery.message().id());
  }

  /** Runs work after earlier work with the same key, and fails with it. */
  CompletableFuture<Void> inOrder(String key, Runnable work) {
    accepted.incrementAndGet();
    waiting.incrementAndGet();
    CompletableFuture<Void> done =
        lastOfKey.compute(
            key,
            (each, last) ->
                (last == null ? CompletableFuture.<Void>completedFuture(null) : last)
                    .thenRunAsync(work, threads));
    return done.whenComplete(
        (nothing, failure) -> {
          lastOfKey.remove(key, done);
          waiting.decrementAndGet();
        });
  }

  /**
   * Delivers a message asynchronously, and retries with exponential backoff until it is settled.
   */
  void deliver(String key, String function, CloudMessage message) {
    Delivery first = first(function, message);
    var unused = inOrder(key, () -> deliverWithRetries(first));
  }

  private void deliverWithRetries(Delivery delivery) {
    try {
      if (!attempt(delivery)) {
        waiting.incrementAndGet();
        var unused =
            threads.schedule(
                () -> {
                  deliverWithRetries(delivery.next());
                  waiting.decrementAndGet();
                },
                pause(delivery.attempt()).toMillis(),
                TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a delivery failed" + ids(delivery), e);
    }
  }

  private static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
    return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
  }

  /**
   * Waits until every event is delivered.
   *
   * @param isDrained whether the source has submitted all its events. It is read between two reads
   *     of the counters, because a delivery that runs meanwhile may cause more events.
   * @return false when a delivery was still pending after {@code timeout}
   */
  boolean untilIdle(BooleanSupplier isDrained, Duration timeout) {
    long start = System.nanoTime();
    boolean idle = isIdle(isDrained);
    while (!idle && System.nanoTime() - start < timeout.toNanos()) {
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
      idle = isIdle(isDrained);
    }
    return idle;
  }

  private boolean isIdle(BooleanSupplier isDrained) {
    long before = accepted.get();
    return waiting.get() == 0
        && isDrained.getAsBoolean()
        && waiting.get() == 0
        && accepted.get() == before;
  }

  /** The number of deliveries that were ever submitted. */
  long accepted() {
    return accepted.get();
  }

  /** The number of deliveries that have not ended. */
  long waiting() {
    return waiting.get();
  }

  /** The latencies by function, from the time of the event until the function accepted it. */
  Map<String, Latencies> latencies() {
    return new TreeMap<>(latencies);
  }

  /** Stops deliveries after those in progress. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
