package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.FolderBlobs;
import com.anykoma.privacy.platform.embedded.SqliteAccounts;
import com.anykoma.privacy.platform.embedded.SqliteDocuments;
import com.anykoma.privacy.platform.embedded.SqliteTasks;
import com.google.common.collect.Iterables;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The bridge on the embedded cloud: delivers every change at least once, as Eventarc and Pub/Sub
 * do, with a durable cursor in each feed. When a function does not accept an event, the bridge
 * stores the event as a task for redelivery and continues with the feed. Changes beneath the same
 * user are delivered in order, except redeliveries.
 */
public final class EventBridge implements Bridge {
  private static final String CHANGES = "bridge.changes";
  private static final String DELETIONS = "bridge.deletions";
  private static final String OBJECTS = "bridge.objects";
  private static final int BATCH = 200;
  private static final int LEASE = 32;
  private static final Duration VISIBILITY = Duration.ofMinutes(5);

  private final EmbeddedCloud cloud;
  private final DocumentTriggers triggers;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final PollingThread changes = new PollingThread("bridge-changes", this::deliverChanges);
  private final PollingThread deletions =
      new PollingThread("bridge-deletions", this::deliverDeletions);
  private final PollingThread objects = new PollingThread("bridge-objects", this::deliverObjects);
  private final PollingThread tasks = new PollingThread("bridge-tasks", this::deliverTasks);
  private ObjectEvents objectEvents = ObjectEvents.DELIVERED;

  private EventBridge(
      EmbeddedCloud cloud, DocumentTriggers triggers, InstantSource clock, URI functions) {
    this.cloud = cloud;
    this.triggers = triggers;
    this.clock = clock;
    this.deliveries = new Deliveries(Deliveries.deployed(), new FunctionCalls(functions), clock);
  }

  /** Starts deliveries to functions at the stored cursors; triggers follow from the data map. */
  public static EventBridge start(
      EmbeddedCloud cloud, DataMap map, InstantSource clock, URI functions) {
    EventBridge bridge =
        new EventBridge(cloud, DocumentTriggers.of(Deliveries.deployed(), map), clock, functions);
    cloud.documents().recordOnly(triggering(map));
    cloud.documents().onChange(bridge.changes::wake);
    cloud.accounts().onDelete(bridge.deletions::wake);
    cloud.blobs().onFinalize(bridge.objects::wake);
    cloud.tasks().onPublish(bridge.tasks::wake);
    bridge.threads().forEach(PollingThread::start);
    return bridge;
  }

  private List<PollingThread> threads() {
    return List.of(changes, deletions, objects, tasks);
  }

  private boolean deliverChanges() {
    List<SqliteDocuments.LoggedChange> batch =
        cloud.documents().changes(cloud.cursor(CHANGES), BATCH);
    await(
        batch.stream()
            .filter(each -> GoogleEvents.isChange(each.change()))
            .map(
                each ->
                    deliveries.inOrder(
                        GoogleEvents.orderingKey(each.change().path()),
                        () -> deliverChange(each))));
    return advance(
        CHANGES, batch, SqliteDocuments.LoggedChange::sequence, cloud.documents()::forgetChanges);
  }

  /** Stores the position after a delivered batch of a feed; false when the batch is empty. */
  private <T> boolean advance(
      String feed, List<T> batch, ToLongFunction<T> sequence, LongConsumer forget) {
    if (!batch.isEmpty()) {
      long last = sequence.applyAsLong(Iterables.getLast(batch));
      cloud.moveCursor(feed, last);
      forget.accept(last);
    }
    return !batch.isEmpty();
  }

  /** Waits for all of them. Fails when one of them failed. */
  private static void await(Stream<CompletableFuture<Void>> some) {
    CompletableFuture.allOf(some.toArray(CompletableFuture<?>[]::new)).join();
  }

  private void deliverChange(SqliteDocuments.LoggedChange change) {
    CloudMessage message =
        GoogleEvents.documentChanged(
            "change-" + change.sequence(), change.change(), clock.instant());
    deliverTo(triggers.triggeredBy(change.change().path()), message);
  }

  /** Returns a test whether writes to a document trigger a function. */
  public static Predicate<DocumentPath> triggering(DataMap map) {
    DocumentTriggers triggers = DocumentTriggers.of(Deliveries.deployed(), map);
    return path -> !triggers.triggeredBy(path).isEmpty();
  }

  private boolean deliverDeletions() {
    List<SqliteAccounts.AccountDeletion> batch =
        cloud.accounts().deletions(cloud.cursor(DELETIONS), BATCH);
    await(batch.stream().map(each -> deliveries.inOrder(DELETIONS, () -> deliverDeletion(each))));
    return advance(
        DELETIONS,
        batch,
        SqliteAccounts.AccountDeletion::sequence,
        cloud.accounts()::forgetDeletions);
  }

  private void deliverDeletion(SqliteAccounts.AccountDeletion deletion) {
    deliverTo(
        deliveries.functionsTriggeredBy(trigger -> trigger instanceof Trigger.AccountDeleted),
        GoogleEvents.accountDeleted(
            "deleted-account-" + deletion.sequence(), deletion.subject(), clock.instant()));
  }

  /** Skips generations that were deleted or overwritten meanwhile: no function needs them. */
  private boolean deliverObjects() {
    ObjectEvents mode;
    List<FolderBlobs.Finalized> batch;
    synchronized (objects) {
      mode = objectEvents;
      batch =
          mode == ObjectEvents.DELAYED
              ? List.of()
              : cloud.blobs().finalized(cloud.cursor(OBJECTS), BATCH);
    }
    if (mode == ObjectEvents.DELIVERED) {
      await(
          batch.stream()
              .map(
                  each ->
                      deliveries.inOrder(
                          each.blob().id().name(), () -> deliverObject(each.blob()))));
    }
    return advance(OBJECTS, batch, FolderBlobs.Finalized::sequence, sequence -> {});
  }

  private void deliverObject(Blob blob) {
    deliverTo(
        deliveries.functionsTriggeredBy(
            trigger ->
                trigger instanceof Trigger.ObjectFinalized finalized
                    && finalized.bucket().equals(blob.id().bucket())),
        GoogleEvents.objectFinalized(blob));
  }

  @Override
  public void objectEvents(ObjectEvents mode) {
    synchronized (objects) { // a running round must not apply the old mode to objects stored later
      objectEvents = mode;
    }
    objects.wake();
  }

  /** Delivers the message, or stores it as a task for redelivery, so that the feed can continue. */
  private void deliverTo(List<String> functions, CloudMessage message) {
    for (String function : functions) {
      if (!deliveries.attempt(deliveries.first(function, message))) {
        cloud.tasks().publish(List.of(message.redelivery(function)));
      }
    }
  }

  private boolean deliverTasks() {
    List<SqliteTasks.Delivery> leased = cloud.tasks().lease(LEASE, VISIBILITY);
    await(
        leased.stream().map(each -> deliveries.inOrder(each.task().id(), () -> deliverTask(each))));
    return !leased.isEmpty();
  }

  private void deliverTask(SqliteTasks.Delivery task) {
    boolean settled = true;
    for (Deliveries.Delivery each : deliveriesOf(task)) {
      settled &= deliveries.attempt(each);
    }
    if (settled) {
      cloud.tasks().settle(task.message());
    } else {
      cloud.tasks().retryLater(task.message());
    }
  }

  /** The deliveries of a task: to the target of a redelivery, or to all functions of its topic. */
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
    return deliveries.functionsTriggeredBy(trigger -> trigger.taskTopic().equals(topic)).stream()
        .map(
            function ->
                new Deliveries.Delivery(
                    function, GoogleEvents.taskPublished(task, function), since, task.attempt()))
        .toList();
  }

  @Override
  public boolean untilIdle(Duration timeout) {
    return deliveries.untilIdle(() -> areFeedsDrained() && cloud.tasks().unsettled() == 0, timeout);
  }

  @Override
  public boolean untilNothingIsDue(Duration timeout) {
    return deliveries.untilIdle(() -> areFeedsDrained() && isNoTaskDue(), timeout);
  }

  /**
   * Leased tasks do not count as due, so this also waits for the running round that leased them.
   */
  private boolean isNoTaskDue() {
    return cloud.tasks().nextDue().filter(due -> !clock.instant().isBefore(due)).isEmpty()
        && !tasks.isWorking();
  }

  private boolean areFeedsDrained() {
    return cloud.documents().changes(cloud.cursor(CHANGES), 1).isEmpty()
        && cloud.accounts().deletions(cloud.cursor(DELETIONS), 1).isEmpty()
        && cloud.blobs().finalized(cloud.cursor(OBJECTS), 1).isEmpty();
  }

  /** Stops deliveries after those in progress. The next bridge continues at the stored cursors. */
  @Override
  public void close() {
    threads().forEach(PollingThread::close);
    deliveries.close();
  }
}
