package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.FolderBlobs;
import com.anykoma.privacy.platform.embedded.SqliteAccounts;
import com.anykoma.privacy.platform.embedded.SqliteDocuments;
import com.anykoma.privacy.platform.embedded.SqliteTasks;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Tells the hosted functions of every change in the embedded cloud, as Eventarc and Pub/Sub would:
 * at least once, over HTTP, with a durable place in each feed. What a function does not take goes
 * aside as a task of its own and is tried again for a day, while the feed goes on; what lies below
 * the same user is told in order until then. A task that its function is not deployed to be told of
 * again is delivered once.
 */
public final class EventBridge implements Bridge {
  private static final Logger LOG = Logger.getLogger(EventBridge.class.getName());
  private static final String CHANGES = "bridge.changes";
  private static final String DELETIONS = "bridge.deletions";
  private static final String OBJECTS = "bridge.objects";
  private static final int BATCH = 200;
  private static final int LEASE = 32;
  private static final Duration VISIBILITY = Duration.ofMinutes(5);

  /** The platform drops an event that was not taken for as long. */
  private static final Duration TRIED_FOR = Duration.ofHours(24);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final EmbeddedCloud cloud;
  private final InstantSource clock;
  private final FunctionCalls calls;
  private final Workers workers = new Workers();
  private final Pump changes = new Pump("bridge-changes", this::tellChanges);
  private final Pump deletions = new Pump("bridge-deletions", this::tellDeletions);
  private final Pump objects = new Pump("bridge-objects", this::tellObjects);
  private final Pump tasks = new Pump("bridge-tasks", this::deliverTasks);
  private ObjectEvents objectEvents = ObjectEvents.TOLD;

  private EventBridge(EmbeddedCloud cloud, InstantSource clock, URI functions) {
    this.cloud = cloud;
    this.clock = clock;
    this.calls = new FunctionCalls(functions);
  }

  /**
   * Starts telling, from where the last bridge of the same data directory stopped.
   *
   * @param functions where the functions are hosted
   */
  public static EventBridge start(EmbeddedCloud cloud, InstantSource clock, URI functions) {
    EventBridge bridge = new EventBridge(cloud, clock, functions);
    cloud.documents().tellOnly(EventBridge::isTold);
    cloud.documents().onChange(bridge.changes::wake);
    cloud.accounts().onDelete(bridge.deletions::wake);
    cloud.blobs().onFinalize(bridge.objects::wake);
    cloud.tasks().onPublish(bridge.tasks::wake);
    bridge.pumps().forEach(Pump::start);
    return bridge;
  }

  private List<Pump> pumps() {
    return List.of(changes, deletions, objects, tasks);
  }

  private boolean tellChanges() {
    List<SqliteDocuments.Change> batch = cloud.documents().changes(cloud.cursor(CHANGES), BATCH);
    if (batch.isEmpty()) {
      return false;
    }
    Map<String, List<SqliteDocuments.Change>> ordered = new LinkedHashMap<>();
    for (SqliteDocuments.Change each : batch) {
      if (GoogleEvents.tellsSomething(each.told()) && isTold(each.told().path())) {
        ordered
            .computeIfAbsent(GoogleEvents.orderingKey(each.told().path()), key -> new ArrayList<>())
            .add(each);
      }
    }
    workers.run(
        ordered.values().stream().map(some -> (Runnable) () -> some.forEach(this::tell)).toList());
    long last = batch.get(batch.size() - 1).sequence();
    cloud.moveCursor(CHANGES, last);
    cloud.documents().forgetChanges(last);
    return true;
  }

  private void tell(SqliteDocuments.Change change) {
    CloudMessage message =
        GoogleEvents.documentChanged("change-" + change.sequence(), change.told(), clock.instant());
    functionsFor(change.told().path()).forEach(function -> tell(function, message));
  }

  /** Whether a function is told of writes to the document. */
  public static boolean isTold(DocumentPath path) {
    return !functionsFor(path).isEmpty();
  }

  private static List<String> functionsFor(DocumentPath document) {
    List<String> path = document.segments();
    return functionsWith(
        trigger -> trigger instanceof Trigger.DocumentWritten written && written.matches(path));
  }

  private boolean tellDeletions() {
    List<SqliteAccounts.Deleted> batch = cloud.accounts().deleted(cloud.cursor(DELETIONS), BATCH);
    for (SqliteAccounts.Deleted each : batch) {
      CloudMessage message =
          GoogleEvents.accountDeleted(
              "deleted-account-" + each.sequence(), each.subject(), clock.instant());
      functionsWith(trigger -> trigger instanceof Trigger.AccountDeleted)
          .forEach(function -> tell(function, message));
      cloud.moveCursor(DELETIONS, each.sequence());
      cloud.accounts().forgetDeleted(each.sequence());
    }
    return !batch.isEmpty();
  }

  /** Generations that were deleted or overwritten meanwhile are not told of: nobody needs them. */
  private boolean tellObjects() {
    ObjectEvents fate;
    List<FolderBlobs.Finalized> batch;
    synchronized (objects) {
      fate = objectEvents;
      batch =
          fate == ObjectEvents.HELD
              ? List.of()
              : cloud.blobs().finalized(cloud.cursor(OBJECTS), BATCH);
    }
    if (batch.isEmpty()) {
      return false;
    }
    if (fate == ObjectEvents.TOLD) {
      workers.run(batch.stream().map(each -> (Runnable) () -> tell(each.blob())).toList());
    }
    cloud.moveCursor(OBJECTS, batch.get(batch.size() - 1).sequence());
    return true;
  }

  private void tell(Blob blob) {
    List<String> functions =
        functionsWith(
            trigger ->
                trigger instanceof Trigger.ObjectFinalized finalized
                    && finalized.bucket().equals(blob.id().bucket()));
    functions.forEach(function -> tell(function, GoogleEvents.objectFinalized(blob)));
  }

  @Override
  public void objectEvents(ObjectEvents fate) {
    synchronized (objects) { // no round tells of what is stored later by what was said before
      objectEvents = fate;
    }
    objects.wake();
  }

  private static List<String> functionsWith(Predicate<Trigger> trigger) {
    return Arrays.stream(Deployed.values())
        .filter(function -> trigger.test(function.trigger()))
        .map(Deployed::functionName)
        .toList();
  }

  /** Delivers the message, or puts it aside durably: either way the feed may go on. */
  private void tell(String function, CloudMessage message) {
    if (!calls.deliver(function, message, 1)) {
      cloud.tasks().publish(List.of(message.again(function)));
    }
  }

  private boolean deliverTasks() {
    List<SqliteTasks.Delivery> leased = cloud.tasks().lease(LEASE, VISIBILITY);
    workers.run(leased.stream().map(each -> (Runnable) () -> deliver(each)).toList());
    return !leased.isEmpty();
  }

  private void deliver(SqliteTasks.Delivery delivery) {
    String id = delivery.task().id();
    if (!clock.instant().isBefore(delivery.publishedAt().plus(TRIED_FOR))) {
      LOG.severe("dropped after a day of attempts topic=" + delivery.task().topic() + " id=" + id);
      cloud.tasks().settle(delivery.message());
    } else if (isTaken(delivery)) {
      cloud.tasks().settle(delivery.message());
    } else {
      LOG.warning(
          "not taken, tried again later topic="
              + delivery.task().topic()
              + " attempt="
              + delivery.attempt()
              + " id="
              + id);
      cloud.tasks().retryLater(delivery.message());
    }
  }

  private boolean isTaken(SqliteTasks.Delivery delivery) {
    if (delivery.task().topic().equals(CloudMessage.REDELIVER)) {
      return calls.deliver(
          CloudMessage.functionOf(delivery.task()),
          CloudMessage.of(delivery.task()),
          delivery.attempt() + 1);
    }
    Optional<String> topic = Optional.of(delivery.task().topic());
    boolean taken = true;
    for (Deployed each : Deployed.values()) {
      if (each.trigger().taskTopic().equals(topic)) {
        String function = each.functionName();
        CloudMessage message = GoogleEvents.taskPublished(delivery, function);
        boolean settled = calls.deliver(function, message, delivery.attempt());
        taken &= settled || !each.trigger().isRedelivered();
      }
    }
    return taken;
  }

  @Override
  public boolean untilIdle(Duration timeout) {
    return until(() -> cloud.tasks().unsettled() == 0, timeout);
  }

  @Override
  public boolean untilNothingIsDue(Duration timeout) {
    return until(() -> IntStream.range(0, 2).allMatch(look -> isNoTaskDue()), timeout);
  }

  /** A round that began to work meanwhile is seen by a second look. */
  private boolean isNoTaskDue() {
    return cloud.tasks().nextDue().filter(due -> !clock.instant().isBefore(due)).isEmpty()
        && !tasks.isAtWork();
  }

  private boolean until(BooleanSupplier isDone, Duration timeout) {
    long start = System.nanoTime();
    boolean idle = isIdle(isDone);
    while (!idle && System.nanoTime() - start < timeout.toNanos()) {
      Workers.pause(LOOK_AGAIN);
      idle = isIdle(isDone);
    }
    return idle;
  }

  /**
   * The tasks are looked at between two looks at the feeds: when these have not moved, no event was
   * being handled meanwhile that could have led to a task.
   */
  private boolean isIdle(BooleanSupplier isDone) {
    List<Long> places = places();
    return feedsEndAt(places)
        && isDone.getAsBoolean()
        && feedsEndAt(places)
        && places().equals(places);
  }

  /** How far it has come in each feed. */
  private List<Long> places() {
    return List.of(cloud.cursor(CHANGES), cloud.cursor(DELETIONS), cloud.cursor(OBJECTS));
  }

  /** A blob that a function has deleted is no longer in the feed while its event is handled. */
  private boolean feedsEndAt(List<Long> places) {
    return cloud.documents().changes(places.get(0), 1).isEmpty()
        && cloud.accounts().deleted(places.get(1), 1).isEmpty()
        && cloud.blobs().finalized(places.get(2), 1).isEmpty()
        && !objects.isAtWork();
  }

  /** Lets the deliveries at hand end; the next bridge goes on from there. */
  @Override
  public void close() {
    pumps().forEach(Pump::close);
    workers.close();
  }
}
