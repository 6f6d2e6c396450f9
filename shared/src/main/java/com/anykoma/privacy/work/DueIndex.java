package com.anykoma.privacy.work;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of a collection's orders by the time of their next attempt; finds due orders without
 * reading others. It is sharded by order id, because an index on an increasing value takes at most
 * 500 writes per second.
 *
 * <p>A dispatched order gets a lease. If it makes no progress, it is dispatched again at the end of
 * the lease. This is the only retry, so the platform does not redeliver tasks of orders. The lease
 * doubles with each attempt without progress, from 15 minutes to 16 hours: a stuck order is
 * attempted 7 times on its first day, and 3 times in every two days after that.
 *
 * @see <a href="https://firebase.google.com/docs/firestore/best-practices">Firestore: hotspots</a>
 */
public record DueIndex(Documents documents, CollectionPath orders) {
  public static final Duration LEASE = Duration.ofMinutes(15);

  /** The number of times a lease doubles: up to 16 hours. */
  private static final int MAX_DOUBLINGS = 6;

  public static final String NEXT_ATTEMPT_AT = "nextAttemptAt";
  private static final String ATTEMPTS = "attempts";
  private static final String SHARD = "shard";
  private static final int SHARDS = 16;

  /** The index fields of an order that is due at {@code when}. */
  public static Fields dueAt(String id, Instant when) {
    return Fields.empty()
        .with(NEXT_ATTEMPT_AT, when)
        .with(SHARD, Math.floorMod(id.hashCode(), SHARDS));
  }

  /** The fields of an order that has made progress and is due next at {@code when}. */
  public static Fields withProgress(Fields order, String id, Instant when) {
    return order.without(ATTEMPTS).with(dueAt(id, when));
  }

  /** The fields of an order without a next attempt. */
  public static Fields withoutNextAttempt(Fields fields) {
    return fields.without(NEXT_ATTEMPT_AT).without(SHARD).without(ATTEMPTS);
  }

  /** The open orders, by promised date within each shard, {@code most} per shard. */
  public List<Document> open(int most) {
    List<Document> open = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      open.addAll(
          documents.find(Query.in(orders).whereEqual(SHARD, shard).orderBy("dueAt").limit(most)));
    }
    return List.copyOf(open);
  }

  public long openCount() {
    long count = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      count += documents.count(Query.in(orders).whereEqual(SHARD, shard));
    }
    return count;
  }

  /**
   * Dispatches due orders as tasks, the longest due of each shard first. A dispatched order is due
   * again at the end of its lease unless it makes progress. A failed order or shard does not stop
   * the others.
   *
   * @param topic topic of the tasks
   * @param until no further shard is started after this time; the next run continues
   * @param most maximum number per shard
   * @param steps receives the failures
   * @return the dispatched orders
   */
  public List<Document> dispatch(
      Tasks tasks, Topic topic, InstantSource clock, Instant until, int most, StepRunner steps) {
    List<Document> dispatched = new ArrayList<>();
    for (int shard = 0; shard < SHARDS && clock.instant().isBefore(until); shard++) {
      int current = shard;
      steps.run(
          () -> {
            List<Document> leased = lease(current, clock.instant(), most, steps);
            publish(tasks, topic, leased, clock.instant());
            dispatched.addAll(leased);
          });
    }
    return dispatched;
  }

  /** Leases due orders; an order that cannot be leased does not delay the others. */
  private List<Document> lease(int shard, Instant now, int most, StepRunner steps) {
    Query due =
        Query.in(orders)
            .whereEqual(SHARD, shard)
            .where(NEXT_ATTEMPT_AT, Query.Operator.LESS_OR_EQUAL, now)
            .limit(most);
    List<Document> leased = new ArrayList<>();
    for (Document each : documents.find(due)) {
      if (steps.call(
          () -> documents.update(each.path(), each.updateTime(), leased(each, now)), false)) {
        leased.add(each);
      }
    }
    return leased;
  }

  private static void publish(Tasks tasks, Topic topic, List<Document> leased, Instant now) {
    tasks.publish(leased.stream().map(each -> task(topic, each.path().id(), "due", now)).toList());
  }

  private static Fields leased(Document order, Instant now) {
    long before = Math.max(0, order.fields().number(ATTEMPTS).orElse(0L));
    return dueAt(order.path().id(), now.plus(leaseAfter(before))).with(ATTEMPTS, before + 1);
  }

  /** The lease after these attempts without progress: each doubles it, up to 16 hours. */
  public static Duration leaseAfter(long attempts) {
    return LEASE.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
  }

  /** The task of an order; its id has the time and reason, so that no queue discards it. */
  public static Task task(Topic topic, String id, String why, Instant now) {
    return task(topic, id, why, now, new Due(id));
  }

  public static Task task(Topic topic, String id, String why, Instant now, TaskPayload payload) {
    return new Task(
        topic, topic.storedName() + "-" + id + "-" + why + "-" + now.toEpochMilli(), payload);
  }
}
