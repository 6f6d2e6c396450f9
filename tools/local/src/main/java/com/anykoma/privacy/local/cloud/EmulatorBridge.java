package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.emulators.Emulators;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.PubSubEmulator;
import com.anykoma.privacy.functions.Trigger;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The bridge on emulators, which converts their notifications to Google's CloudEvents. */
final class EmulatorBridge implements Bridge {
  private static final String TRIGGERS = "/triggers/";
  private static final String ACCOUNTS = "/trigger_multicast";
  private static final String PUSHED = "/pushed/";

  private final Deliveries deliveries;
  private final PendingEvents pending;
  private final List<JsonObject> delayed = new ArrayList<>();
  private ObjectEvents objectEvents = ObjectEvents.DELIVERED;

  /** Waits for the pending events too, which the emulators have not sent yet. */
  EmulatorBridge(Deliveries deliveries, PendingEvents pending) {
    this.deliveries = deliveries;
    this.pending = pending;
  }

  /** Subscribes to the events of all triggers on the emulators. */
  void subscribe(Emulators emulators, DataMap map, URI receiver) {
    deliveries
        .functions()
        .forEach(
            (name, trigger) ->
                trigger
                    .taskTopic()
                    .ifPresent(
                        topic ->
                            subscribe(emulators.pubSub(), topic, name, receiver.resolve(PUSHED))));
    DocumentTriggers.of(deliveries.functions(), map)
        .patterns()
        .forEach((name, patterns) -> addTriggers(emulators.firestore(), name, patterns));
    emulators
        .firestore()
        .addTrigger(GoogleEvents.PROJECT_ID, PendingEvents.MARKS, PendingEvents.MARKS + "/{id}");
    emulators.storage().onFinalize(this::objectFinalized);
  }

  /** Adds a trigger {@code FUNCTION-0} for the first pattern, {@code FUNCTION-1} for the second. */
  private static void addTriggers(
      FirestoreEmulator firestore, String function, List<PathPattern> patterns) {
    for (int i = 0; i < patterns.size(); i++) {
      firestore.addTrigger(GoogleEvents.PROJECT_ID, function + "-" + i, patterns.get(i).toString());
    }
  }

  private static void subscribe(PubSubEmulator pubSub, String topic, String function, URI pushed) {
    pubSub.createTopic(GoogleEvents.PROJECT_ID, topic);
    pubSub.pushTo(pushed.resolve(function), GoogleEvents.PROJECT_ID, topic, function);
  }

  /** Handles a notification of an emulator. */
  void receive(EmulatorReceiver.Notification notification) {
    String path = notification.path();
    if (path.contains(TRIGGERS)) {
      documentWritten(notification, path.substring(path.indexOf(TRIGGERS) + TRIGGERS.length()));
    } else if (path.endsWith(ACCOUNTS)) {
      EmulatorEvents.accountDeleted(notification).ifPresent(this::accountDeleted);
    } else if (path.startsWith(PUSHED)) {
      messagePushed(notification, path.substring(PUSHED.length()));
    } else {
      throw new IllegalArgumentException("an emulator sent an event to an unknown path");
    }
  }

  private void documentWritten(EmulatorReceiver.Notification notification, String trigger) {
    EmulatorEvents.write(notification)
        .ifPresent(
            change -> {
              if (trigger.equals(PendingEvents.MARKS)) {
                pending.markArrived(change.path().id());
              } else {
                deliveries.deliver(
                    GoogleEvents.orderingKey(change.path()),
                    trigger.substring(0, trigger.lastIndexOf('-')),
                    EmulatorEvents.documentChanged(notification, change));
              }
            });
  }

  /** Delivers the event of a deleted account. */
  void accountDeleted(CloudMessage message) {
    deliveries
        .functionsTriggeredBy(trigger -> trigger instanceof Trigger.AccountDeleted)
        .forEach(deliver(message));
    pending.deletionArrived();
  }

  private void messagePushed(EmulatorReceiver.Notification notification, String function) {
    Optional.ofNullable(deliveries.functions().get(function))
        .flatMap(Trigger::taskTopic)
        .ifPresent(
            topic -> {
              CloudMessage message = EmulatorEvents.messagePublished(notification, topic);
              deliver(message).accept(function);
              pending.taskPushed(message.id());
            });
  }

  /** Handles a stored object. */
  synchronized void objectFinalized(JsonObject object) {
    switch (objectEvents) {
      case DELIVERED -> deliverObject(object);
      case DELAYED -> delayed.add(object);
      case LOST -> {}
    }
  }

  @Override
  public synchronized void objectEvents(ObjectEvents mode) {
    objectEvents = mode;
    if (mode == ObjectEvents.DELIVERED) {
      delayed.forEach(this::deliverObject);
    }
    if (mode != ObjectEvents.DELAYED) {
      delayed.clear();
    }
  }

  private void deliverObject(JsonObject object) {
    String bucket = object.get("bucket").getAsString();
    deliveries
        .functionsTriggeredBy(
            trigger ->
                trigger instanceof Trigger.ObjectFinalized finalized
                    && Emulators.realName(finalized.bucket()).equals(bucket))
        .forEach(deliver(GoogleEvents.objectFinalized(object)));
  }

  private Consumer<String> deliver(CloudMessage message) {
    return function -> deliveries.deliver(message.id(), function, message);
  }

  /** Waits like {@link Bridge#untilIdle}, with a marker document after all earlier writes. */
  @Override
  public boolean untilIdle(Duration timeout) {
    return deliveries.untilIdle(
        () -> pending.isEmpty() && pending.awaitMark() && pending.isEmpty(), timeout);
  }

  @Override
  public Map<String, Latencies> latencies() {
    return deliveries.latencies();
  }

  @Override
  public void close() {
    deliveries.close();
  }
}
