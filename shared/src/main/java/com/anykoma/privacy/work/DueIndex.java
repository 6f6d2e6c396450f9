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
 * Finds the orders of a collection that are due, reading no others. The index is cut into parts by
 * the orders' ids, because one that grows at its end takes 500 writes a second at most.
 *
 * <p>An order that is handed out gets a lease: it is handed out again when the lease has run out
 * and nothing has come of it. This is the only retry of its work, so the platform redelivers no
 * task of an order. The lease doubles with each attempt that achieves nothing, from 15 minutes to
 * 16 hours: an order that is stuck sees 8 attempts on its first day and 3 on every two days after
 * that.
 *
 * @see <a href="https://firebase.google.com/docs/firestore/best-practices">Firestore: hotspots</a>
 */
public record DueIndex(Documents documents, CollectionPath orders) {
  /** How long work that is handed out for the first time may take before it is handed out again. */
  public static final Duration LEASE = Duration.ofMinutes(15);

  /** How often the lease doubles: up to 16 hours. */
  private static final int MAX_DOUBLINGS = 6;

  public static final String NEXT_ATTEMPT_AT = "nextAttemptAt";
  private static final String ATTEMPTS = "attempts";
  private static final String SHARD = "shard";
  private static final int SHARDS = 16;

  /** What a new order holds so that it is found when it is due. */
  public static Fields at(String id, Instant when) {
    return Fields.empty()
        .with(NEXT_ATTEMPT_AT, when)
        .with(SHARD, Math.floorMod(id.hashCode(), SHARDS));
  }

  /** The fields of an order that has made progress and is due next at {@code when}. */
  public static Fields progressed(Fields order, String id, Instant when) {
    return order.without(ATTEMPTS).with(at(id, when));
  }

  /** The fields of an order that nothing is due of any more. */
  public static Fields never(Fields fields) {
    return fields.without(NEXT_ATTEMPT_AT).without(SHARD).without(ATTEMPTS);
  }

  /**
   * The orders that something is still to be done of, those promised first of each part first.
   *
   * @param most of each part
   */
  public List<Document> open(int most) {
    List<Document> open = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      open.addAll(
          documents.find(Query.in(orders).whereEqual(SHARD, shard).orderBy("dueAt").limit(most)));
    }
    return List.copyOf(open);
  }

  /** How many there are of them. */
  public long openCount() {
    long count = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      count += documents.count(Query.in(orders).whereEqual(SHARD, shard));
    }
    return count;
  }

  /**
   * Hands the due orders out as tasks, the longest due of each part first. Each is due again when
   * its lease has run out, unless something comes of it before. An order or part that fails does
   * not stop the others.
   *
   * @param topic of the tasks
   * @param until when no further part is begun; the next run goes on
   * @param most of each part
   * @param steps takes the failures
   * @return the orders handed out
   */
  public List<Document> dispatch(
      Tasks tasks, Topic topic, InstantSource clock, Instant until, int most, StepRunner steps) {
    List<Document> handed = new ArrayList<>();
    for (int shard = 0; shard < SHARDS && clock.instant().isBefore(until); shard++) {
      int part = shard;
      steps.run(
          () -> {
            List<Document> leased = lease(part, clock.instant(), most, steps);
            publish(tasks, topic, leased, clock.instant());
            handed.addAll(leased);
          });
    }
    return handed;
  }

  /** One that cannot be leased holds up none of those behind it. */
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
    return at(order.path().id(), now.plus(leaseAfter(before))).with(ATTEMPTS, before + 1);
  }

  /**
   * How long a lease is: it doubles with each attempt that achieved nothing, up to 16 hours.
   *
   * @param attempts in vain before it
   */
  public static Duration leaseAfter(long attempts) {
    return LEASE.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
  }

  /**
   * The task to deal with an order; another one for each moment and reason, so that none is taken
   * for one that is done.
   *
   * @param why the order is dealt with now, a fixed word
   */
  public static Task task(Topic topic, String id, String why, Instant now) {
    return task(topic, id, why, now, new Due(id));
  }

  /** The same, which asks for something else. */
  public static Task task(Topic topic, String id, String why, Instant now, TaskPayload payload) {
    return new Task(
        topic, topic.storedName() + "-" + id + "-" + why + "-" + now.toEpochMilli(), payload);
  }
}
