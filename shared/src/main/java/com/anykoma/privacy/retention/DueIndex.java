package com.anykoma.privacy.retention;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the orders of a collection that are due, reading no others. The index is cut into parts by
 * the orders' ids, because one that grows at its end takes 500 writes a second at most.
 *
 * @see <a href="https://firebase.google.com/docs/firestore/best-practices">Firestore: hotspots</a>
 */
public final class DueIndex {
  /** How long a piece of work that was handed out is waited for before it is handed out again. */
  public static final Duration LEASE = Duration.ofMinutes(15);

  /** The attribute of a task that names its order. */
  public static final String ORDER = "order";

  /** The attribute of a task that names where the second reader found something of its order. */
  public static final String DOUBTED = "doubted";

  static final String NEXT_ATTEMPT_AT = "nextAttemptAt";
  private static final String SHARD = "shard";
  private static final int SHARDS = 16;

  private final Documents documents;
  private final CollectionPath orders;

  public DueIndex(Documents documents, CollectionPath orders) {
    this.documents = documents;
    this.orders = orders;
  }

  /** What an order holds so that it is found when it is due. */
  public static Fields at(String id, Instant when) {
    return Fields.empty()
        .with(NEXT_ATTEMPT_AT, when)
        .with(SHARD, Math.floorMod(id.hashCode(), SHARDS));
  }

  /** The fields of an order that nothing is due of any more. */
  public static Fields never(Fields fields) {
    return fields.without(NEXT_ATTEMPT_AT).without(SHARD);
  }

  /**
   * The orders that are due now, the longest due of each part first.
   *
   * @param most of each part
   */
  private List<Document> due(Instant now, int most) {
    List<Document> due = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      due.addAll(
          documents.find(
              Query.in(orders)
                  .whereEqual(SHARD, shard)
                  .where(NEXT_ATTEMPT_AT, Query.Operator.LESS_OR_EQUAL, now)
                  .limit(most)));
    }
    return List.copyOf(due);
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
   * Hands the due orders out as tasks with the attribute {@code order}; each is due again a lease
   * later, unless it is dealt with.
   *
   * @return how many
   */
  public int handOut(Tasks tasks, String topic, Instant now, int most) {
    List<Document> handed = new ArrayList<>();
    for (Document each : due(now, most)) {
      Fields leased = at(each.path().id(), now.plus(LEASE));
      if (documents.update(each.path(), each.updateTime(), leased)) {
        handed.add(each);
      }
    }
    tasks.publish(handed.stream().map(each -> task(topic, each.path().id(), "due", now)).toList());
    OrderAges.tell(orders.value(), handed, now);
    return handed.size();
  }

  /**
   * The task to deal with an order; another one for each moment and reason, so that none is taken
   * for one that is done.
   *
   * @param why the order is dealt with now, a fixed word
   */
  public static Task task(String topic, String id, String why, Instant now) {
    return task(topic, id, why, now, Map.of());
  }

  /** The same, which says more of it. */
  public static Task task(
      String topic, String id, String why, Instant now, Map<String, String> more) {
    Map<String, String> attributes = new HashMap<>(more);
    attributes.put(ORDER, id);
    return new Task(topic, topic + "-" + id + "-" + why + "-" + now.toEpochMilli(), attributes);
  }
}
