package com.anykoma.privacy.local.cloud;

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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The source of events in the embedded cloud: hands every change over to be delivered at least
 * once, as Eventarc and Pub/Sub would, with a durable place in each feed. A message that its
 * function does not take goes aside as a task of its own, while the feed goes on; changes below the
 * same user are told in order until then.
 */
public final class EventBridge implements Bridge {
  private static final String CHANGES = "bridge.changes";
  private static final String DELETIONS = "bridge.deletions";
  private static final String OBJECTS = "bridge.objects";
  private static final int BATCH = 200;
  private static final int LEASE = 32;
  private static final Duration VISIBILITY = Duration.ofMinutes(5);

  private final EmbeddedCloud cloud;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final PollingThread changes = new PollingThread("bridge-changes", this::tellChanges);
  private final PollingThread deletions =
      new PollingThread("bridge-deletions", this::tellDeletions);
  private final PollingThread objects = new PollingThread("bridge-objects", this::tellObjects);
  private final PollingThread tasks = new PollingThread("bridge-tasks", this::deliverTasks);
  private ObjectEvents objectEvents = ObjectEvents.TOLD;

  private EventBridge(EmbeddedCloud cloud, InstantSource clock, URI functions) {
    this.cloud = cloud;
    this.clock = clock;
    this.deliveries = new Deliveries(Deliveries.deployed(), new FunctionCalls(functions), clock);
  }

  /**
   * Starts telling, from where the last bridge of the same data directory stopped.
   *
   * @param functions where the functions are hosted
   */
  public static EventBridge start(EmbeddedCloud cloud, InstantSource clock, URI functions) {
    EventBridge bridge = new EventBridge(cloud, clock, functions);
    cloud.documents().recordOnly(EventBridge::isTold);
    cloud.documents().onChange(bridge.changes::wake);
    cloud.accounts().onDelete(bridge.deletions::wake);
    cloud.blobs().onFinalize(bridge.objects::wake);
    cloud.tasks().onPublish(bridge.tasks::wake);
    bridge.pumps().forEach(PollingThread::start);
    return bridge;
  }

  private List<PollingThread> pumps() {
    return List.of(changes, deletions, objects, tasks);
  }

  private boolean tellChanges() {
    List<SqliteDocuments.LoggedChange> batch =
        cloud.documents().changes(cloud.cursor(CHANGES), BATCH);
    if (batch.isEmpty()) {
      return false;
    }
    await(
        batch.stream()
            .filter(each -> GoogleEvents.tellsSomething(each.change()))
            .map(
                each ->
                    deliveries.inOrder(
                        GoogleEvents.orderingKey(each.change().path()), () -> tell(each))));
    long last = batch.get(batch.size() - 1).sequence();
    cloud.moveCursor(CHANGES, last);
    cloud.documents().forgetChanges(last);
    return true;
  }

  /** Lets all of them end; fails where one failed. */
  private static void await(Stream<CompletableFuture<Void>> some) {
    CompletableFuture.allOf(some.toArray(CompletableFuture<?>[]::new)).join();
  }

  private void tell(SqliteDocuments.LoggedChange change) {
    CloudMessage message =
        GoogleEvents.documentChanged(
            "change-" + change.sequence(), change.change(), clock.instant());
    List<String> path = change.change().path().segments();
    tell(trigger -> isToldOf(trigger, path), message);
  }

  /** Whether a function is told of writes to the document. */
  public static boolean isTold(DocumentPath path) {
    return Deliveries.deployed().values().stream()
        .anyMatch(trigger -> isToldOf(trigger, path.segments()));
  }

  private static boolean isToldOf(Trigger trigger, List<String> path) {
    return trigger instanceof Trigger.DocumentWritten written && written.matches(path);
  }

  private boolean tellDeletions() {
    List<SqliteAccounts.AccountDeletion> batch =
        cloud.accounts().deletions(cloud.cursor(DELETIONS), BATCH);
    for (SqliteAccounts.AccountDeletion each : batch) {
      CloudMessage message =
          GoogleEvents.accountDeleted(
              "deleted-account-" + each.sequence(), each.subject(), clock.instant());
      await(
          Stream.of(
              deliveries.inOrder(
                  DELETIONS,
                  () -> tell(trigger -> trigger instanceof Trigger.AccountDeleted, message))));
      cloud.moveCursor(DELETIONS, each.sequence());
      cloud.accounts().forgetDeletions(each.sequence());
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
      await(
          batch.stream()
              .map(each -> deliveries.inOrder(each.blob().id().name(), () -> tell(each.blob()))));
    }
    cloud.moveCursor(OBJECTS, batch.get(batch.size() - 1).sequence());
    return true;
  }

  private void tell(Blob blob) {
    tell(
        trigger ->
            trigger instanceof Trigger.ObjectFinalized finalized
                && finalized.bucket().equals(blob.id().bucket()),
        GoogleEvents.objectFinalized(blob));
  }

  @Override
  public void objectEvents(ObjectEvents fate) {
    synchronized (objects) { // no round tells of what is stored later by what was said before
      objectEvents = fate;
    }
    objects.wake();
  }

  /** Delivers the message, or puts it aside durably: either way the feed may go on. */
  private void tell(Predicate<Trigger> what, CloudMessage message) {
    for (String function : deliveries.functionsWith(what)) {
      if (!deliveries.isSettled(deliveries.first(function, message))) {
        cloud.tasks().publish(List.of(message.again(function)));
      }
    }
  }

  private boolean deliverTasks() {
    List<SqliteTasks.Delivery> leased = cloud.tasks().lease(LEASE, VISIBILITY);
    await(leased.stream().map(each -> deliveries.inOrder(each.task().id(), () -> deliver(each))));
    return !leased.isEmpty();
  }

  private void deliver(SqliteTasks.Delivery task) {
    boolean settled = true;
    for (Deliveries.Delivery each : deliveriesOf(task)) {
      settled &= deliveries.isSettled(each);
    }
    if (settled) {
      cloud.tasks().settle(task.message());
    } else {
      cloud.tasks().retryLater(task.message());
    }
  }

  /** To the function that a message was put aside for, or to those of the task's topic. */
  private List<Deliveries.Delivery> deliveriesOf(SqliteTasks.Delivery task) {
    Instant since = task.publishedAt();
    if (task.task().topic().equals(CloudMessage.REDELIVER)) {
      return List.of(
          new Deliveries.Delivery(
              CloudMessage.functionOf(task.task()),
              CloudMessage.of(task.task()),
              since,
              task.attempt() + 1));
    }
    Optional<String> topic = Optional.of(task.task().topic());
    return deliveries.functionsWith(trigger -> trigger.taskTopic().equals(topic)).stream()
        .map(
            function ->
                new Deliveries.Delivery(
                    function, GoogleEvents.taskPublished(task, function), since, task.attempt()))
        .toList();
  }

  @Override
  public boolean untilIdle(Duration timeout) {
    return deliveries.untilIdle(
        () -> feedsAreAtTheirEnd() && cloud.tasks().unsettled() == 0, timeout);
  }

  @Override
  public boolean untilNothingIsDue(Duration timeout) {
    return deliveries.untilIdle(() -> feedsAreAtTheirEnd() && isNoTaskDue(), timeout);
  }

  /** A round leases tasks, which are not due then, before it hands them over. */
  private boolean isNoTaskDue() {
    return cloud.tasks().nextDue().filter(due -> !clock.instant().isBefore(due)).isEmpty()
        && !tasks.isAtWork();
  }

  private boolean feedsAreAtTheirEnd() {
    return cloud.documents().changes(cloud.cursor(CHANGES), 1).isEmpty()
        && cloud.accounts().deletions(cloud.cursor(DELETIONS), 1).isEmpty()
        && cloud.blobs().finalized(cloud.cursor(OBJECTS), 1).isEmpty();
  }

  /** Lets the deliveries at hand end; the next bridge goes on from there. */
  @Override
  public void close() {
    pumps().forEach(PollingThread::close);
    deliveries.close();
  }
}
