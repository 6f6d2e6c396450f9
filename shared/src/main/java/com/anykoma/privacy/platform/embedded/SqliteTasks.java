package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A task queue in SQLite that delivers each task again until it is settled. The ids of settled
 * tasks are kept, so that publishing one again adds nothing; their attributes are deleted. For
 * tests, {@link #deliverEverythingTwice} removes this guarantee.
 */
public final class SqliteTasks implements Tasks {
  /** Doubles from one second to ten minutes, like retries of a Cloud Functions event trigger. */
  private static final String BACKOFF_MICROS =
      "min(600, 1 << min(10, max(0, attempt - 1))) * 1000000";

  private final SqliteStore store;
  private final InstantSource clock;

  /** Separates a task id from the number of a duplicate delivery; no task id contains it. */
  private static final String REDELIVERY_MARK = "\n";

  private final OperationCounts counts;
  private final AtomicLong published = new AtomicLong();
  private volatile boolean deliversTwice;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  SqliteTasks(SqliteStore store, InstantSource clock, OperationCounts counts) {
    this.store = store;
    this.clock = clock;
    this.counts = counts;
  }

  /**
   * A delivery of a task.
   *
   * @param message identifies this delivery of the task, for {@link #settle} and {@link
   *     #retryLater}
   * @param attempt counts from 1
   */
  public record Delivery(Task task, String message, int attempt, Instant publishedAt) {}

  /** Keeps no ids of tasks from now on, and delivers every task twice, as Pub/Sub may. */
  public void deliverEverythingTwice() {
    deliversTwice = true;
  }

  @Override
  public void publish(List<Task> tasks) {
    counts.add("tasks.publish", tasks.size());
    if (tasks.isEmpty()) {
      return;
    }
    List<String> attributes =
        tasks.stream().map(each -> Attributes.write(each.attributes())).toList();
    store.write(
        session -> {
          long now = Micros.of(clock.instant());
          int added = 0;
          for (int i = 0; i < tasks.size(); i++) {
            added += insert(session, tasks.get(i).id(), tasks.get(i), attributes.get(i), now);
            if (deliversTwice) {
              String again = tasks.get(i).id() + REDELIVERY_MARK + published.incrementAndGet();
              added += insert(session, again, tasks.get(i), attributes.get(i), now);
            }
          }
          return added;
        });
    listeners.forEach(Runnable::run);
  }

  private static int insert(Session session, String message, Task task, String attributes, long now)
      throws SQLException {
    return session.update(
        "INSERT INTO tasks (id, topic, attributes, published, due, attempt)"
            + " VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING",
        message,
        task.topic(),
        attributes,
        now,
        now);
  }

  /** Leases due tasks, the longest due first, for {@code visibility}. */
  public List<Delivery> lease(int most, Duration visibility) {
    if (nextDue().filter(due -> !clock.instant().isBefore(due)).isEmpty()) {
      return List.of(); // a read; the lease itself is a write
    }
    List<Delivery> leased =
        store.write(
            session -> {
              long now = Micros.of(clock.instant());
              List<Delivery> due =
                  session.list(
                      """
                      SELECT id, topic, attributes, attempt + 1, published FROM tasks
                      WHERE due <= ? ORDER BY due LIMIT ?""",
                      SqliteTasks::delivery,
                      now,
                      most);
              for (Delivery each : due) {
                session.update(
                    "UPDATE tasks SET due = ?, attempt = ? WHERE id = ?",
                    now + Micros.of(Instant.EPOCH.plus(visibility)),
                    each.attempt(),
                    each.message());
              }
              return due;
            });
    counts.add("tasks.lease", leased.size());
    return leased;
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    Map<String, String> attributes = Attributes.read(row.getString(3));
    String message = row.getString(1);
    int again = message.indexOf(REDELIVERY_MARK);
    String id = again < 0 ? message : message.substring(0, again);
    return new Delivery(
        new Task(row.getString(2), id, attributes),
        message,
        row.getInt(4),
        Micros.toInstant(row.getLong(5)));
  }

  /** Removes the task permanently, by its {@link Delivery#message}. Idempotent. */
  public void settle(String message) {
    counts.increment("tasks.settle");
    String settled =
        deliversTwice
            ? "DELETE FROM tasks WHERE id = ?"
            : "UPDATE tasks SET due = NULL, attributes = NULL WHERE id = ?";
    store.update(settled, message);
  }

  /** Delivers the task again after a backoff that doubles from one second to ten minutes. */
  public void retryLater(String message) {
    counts.increment("tasks.retry");
    store.update(
        "UPDATE tasks SET due = ? + " + BACKOFF_MICROS + " WHERE id = ? AND due IS NOT NULL",
        Micros.of(clock.instant()),
        message);
  }

  /** The number of tasks that are not settled, including leased ones. */
  public long unsettled() {
    return store
        .first("SELECT count(*) FROM tasks WHERE due IS NOT NULL", row -> row.getLong(1))
        .orElseThrow();
  }

  /** The due time of the next task, which may be in the past; empty when all are settled. */
  public Optional<Instant> nextDue() {
    return store.first(
        "SELECT due FROM tasks WHERE due IS NOT NULL ORDER BY due LIMIT 1",
        row -> Micros.toInstant(row.getLong(1)));
  }

  /** Calls {@code listener} on the publishing thread after each publication; it must not throw. */
  public void onPublish(Runnable listener) {
    listeners.add(listener);
  }
}
