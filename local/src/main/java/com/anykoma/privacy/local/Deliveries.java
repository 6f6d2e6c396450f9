package com.anykoma.privacy.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;

/**
 * Messages on their way to functions, held in memory until they are taken: tried again for a day
 * with longer and longer pauses, as the platform does. Those with one key are told in order until
 * one of them is not taken.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Deliveries.class.getName());
  private static final int LANES = 8;
  private static final Duration TRIED_FOR = Duration.ofHours(24);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int MOST_DOUBLINGS = 10;

  private final FunctionCalls calls;
  private final InstantSource clock;
  private final ScheduledExecutorService[] lanes = new ScheduledExecutorService[LANES];
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final Map<String, Latencies> latencies = new ConcurrentHashMap<>();

  Deliveries(FunctionCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
    for (int i = 0; i < LANES; i++) {
      lanes[i] = lane(i);
    }
  }

  private static ScheduledExecutorService lane(int number) {
    ScheduledThreadPoolExecutor lane =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "deliveries-" + number);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // once closed, nobody is told any more
    lane.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return lane;
  }

  /** Has the function told, soon and at least once. */
  void deliver(String key, String function, CloudMessage message) {
    deliver(key, function, message, true);
  }

  /**
   * Has the function told, soon.
   *
   * @param again whether it is told until it takes the message
   */
  void deliver(String key, String function, CloudMessage message, boolean again) {
    accepted.incrementAndGet();
    waiting.incrementAndGet();
    Delivery delivery = new Delivery(function, message, clock.instant(), again);
    ScheduledExecutorService lane = lanes[Math.floorMod(key.hashCode(), LANES)];
    lane.execute(() -> attempt(lane, delivery, 0));
  }

  private record Delivery(String function, CloudMessage message, Instant since, boolean again) {}

  private void attempt(ScheduledExecutorService lane, Delivery delivery, int failures) {
    if (calls.deliver(delivery.function(), delivery.message(), failures + 1)) {
      latencies
          .computeIfAbsent(delivery.function(), each -> new Latencies())
          .add(Duration.between(delivery.message().time(), clock.instant()));
      waiting.decrementAndGet();
    } else if (!delivery.again()) {
      LOG.warning("not taken, and not told again function=" + delivery.function());
      waiting.decrementAndGet();
    } else if (!clock.instant().isBefore(delivery.since().plus(TRIED_FOR))) {
      LOG.severe("dropped after a day of attempts function=" + delivery.function());
      waiting.decrementAndGet();
    } else {
      Duration pause = pause(failures);
      LOG.warning(
          "not taken, tried again in " + pause.toMillis() + " ms function=" + delivery.function());
      var unused =
          lane.schedule(
              () -> attempt(lane, delivery, failures + 1), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** How many messages were ever handed over. */
  long accepted() {
    return accepted.get();
  }

  /** How many of them are not taken yet. */
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
    for (ScheduledExecutorService lane : lanes) {
      lane.shutdown();
    }
  }
}
