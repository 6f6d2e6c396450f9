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
 * Delivers events to functions for both bridges: side by side, in order for events of one key, and
 * as the platform does for a day until they are taken. Knows whether a delivery is left. The
 * bridges are the sources: each learns of events in its own way.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Deliveries.class.getName());
  private static final int THREADS = 8;

  /** The platform drops an event that was not taken for as long. */
  private static final Duration TRIED_FOR = Duration.ofHours(24);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(60);
  private static final int MAX_DOUBLINGS = 10;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final Map<String, Trigger> functions;
  private final FunctionCalls calls;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<String, CompletableFuture<Void>> lastOfKey = new ConcurrentHashMap<>();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final Map<String, Latencies> latencies = new ConcurrentHashMap<>();

  /**
   * @param functions which function is told of what
   */
  Deliveries(Map<String, Trigger> functions, FunctionCalls calls, InstantSource clock) {
    this.functions = functions;
    this.calls = calls;
    this.clock = clock;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            new ThreadFactoryBuilder().setNameFormat("deliveries").setDaemon(true).build(),
            new ThreadPoolExecutor.DiscardPolicy()); // a closed bridge delivers no more
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Every deployed function with its trigger. */
  static Map<String, Trigger> deployed() {
    Map<String, Trigger> functions = new LinkedHashMap<>();
    for (DeployedFunction each : DeployedFunction.values()) {
      functions.put(each.functionName(), each.trigger());
    }
    return functions;
  }

  /**
   * A message for a function.
   *
   * @param since when its day of attempts began
   * @param attempt counts from 1
   */
  record Delivery(String function, CloudMessage message, Instant since, int attempt) {
    private Delivery next() {
      return new Delivery(function, message, since, attempt + 1);
    }
  }

  /** A message's first delivery. */
  Delivery first(String function, CloudMessage message) {
    return new Delivery(function, message, clock.instant(), 1);
  }

  /** Which function is told of what. */
  Map<String, Trigger> functions() {
    return functions;
  }

  /** The functions that are told of something. */
  List<String> functionsWith(Predicate<Trigger> trigger) {
    return functions.keySet().stream().filter(each -> trigger.test(functions.get(each))).toList();
  }

  /**
   * Attempts a delivery.
   *
   * @return whether no further attempt is due: the function took the message, or is not told again
   */
  boolean isSettled(Delivery delivery) {
    if (!clock.instant().isBefore(delivery.since().plus(TRIED_FOR))) {
      LOG.severe("dropped after a day of attempts" + ids(delivery));
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
    LOG.warning("not taken, " + (isLast ? "not told" : "tried") + " again" + ids(delivery));
    return isLast;
  }

  private static String ids(Delivery delivery) {
    return " function=%s attempt=%d id=%s"
        .formatted(delivery.function(), delivery.attempt(), delivery.message().id());
  }

  /**
   * Does work of deliveries soon, after all earlier work of the same key. When one fails, those of
   * its key that wait behind it fail too: a durable source comes with them again.
   */
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

  /** Has the function told soon, and again with longer and longer pauses until it is settled. */
  void deliver(String key, String function, CloudMessage message) {
    Delivery first = first(function, message);
    var unused = inOrder(key, () -> attempt(first));
  }

  private void attempt(Delivery delivery) {
    try {
      if (!isSettled(delivery)) {
        waiting.incrementAndGet();
        var unused =
            threads.schedule(
                () -> {
                  attempt(delivery.next());
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
   * @param isAllToldOf whether the source has told of all that happened; asked between two looks at
   *     the deliveries, none of which may have begun meanwhile and led to more
   * @return false when something was still left after {@code timeout}
   */
  boolean untilIdle(BooleanSupplier isAllToldOf, Duration timeout) {
    long start = System.nanoTime();
    boolean idle = isIdle(isAllToldOf);
    while (!idle && System.nanoTime() - start < timeout.toNanos()) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      idle = isIdle(isAllToldOf);
    }
    return idle;
  }

  private boolean isIdle(BooleanSupplier isAllToldOf) {
    long before = accepted.get();
    return waiting.get() == 0
        && isAllToldOf.getAsBoolean()
        && waiting.get() == 0
        && accepted.get() == before;
  }

  /** How many deliveries were ever begun. */
  long accepted() {
    return accepted.get();
  }

  /** How many of them have not ended. */
  long waiting() {
    return waiting.get();
  }

  /** How long each function's messages took, from what they tell of to their being taken. */
  Map<String, Latencies> latencies() {
    return new TreeMap<>(latencies);
  }

  /** Lets the deliveries at hand end. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
