package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.emulators.Emulators;
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

/**
 * The source of events on emulators: receives what they tell, mends it, answers at once, and hands
 * real CloudEvents over to be delivered. They are held in memory until they are taken.
 */
final class EmulatorBridge implements Bridge {
  private static final String TRIGGERS = "/triggers/";
  private static final String ACCOUNTS = "/trigger_multicast";
  private static final String PUSHED = "/pushed/";

  private final Deliveries deliveries;
  private final PendingEvents outstanding;
  private final List<JsonObject> held = new ArrayList<>();
  private ObjectEvents objectEvents = ObjectEvents.TOLD;

  /**
   * @param outstanding what the emulators have still to tell
   */
  EmulatorBridge(Deliveries deliveries, PendingEvents outstanding) {
    this.deliveries = deliveries;
    this.outstanding = outstanding;
  }

  /** Asks the emulators to tell of what the functions are there for. */
  void subscribe(Emulators emulators, URI receiver) {
    deliveries
        .functions()
        .forEach(
            (name, trigger) -> {
              if (trigger instanceof Trigger.DocumentWritten written) {
                emulators.firestore().addTrigger(GoogleEvents.PROJECT_ID, name, written.pattern());
              }
              trigger
                  .taskTopic()
                  .ifPresent(
                      topic ->
                          subscribe(emulators.pubSub(), topic, name, receiver.resolve(PUSHED)));
            });
    emulators
        .firestore()
        .addTrigger(GoogleEvents.PROJECT_ID, PendingEvents.MARKS, PendingEvents.MARKS + "/{id}");
    emulators.storage().onFinalize(this::finalized);
  }

  private static void subscribe(PubSubEmulator pubSub, String topic, String function, URI pushed) {
    pubSub.createTopic(GoogleEvents.PROJECT_ID, topic);
    pubSub.pushTo(pushed.resolve(function), GoogleEvents.PROJECT_ID, topic, function);
  }

  /** What an emulator tells over HTTP. */
  void told(EmulatorReceiver.Notification told) {
    String path = told.path();
    if (path.contains(TRIGGERS)) {
      written(told, path.substring(path.indexOf(TRIGGERS) + TRIGGERS.length()));
    } else if (path.endsWith(ACCOUNTS)) {
      EmulatorEvents.accountDeleted(told).ifPresent(this::accountDeleted);
    } else if (path.startsWith(PUSHED)) {
      pushed(told, path.substring(PUSHED.length()));
    } else {
      throw new IllegalArgumentException("an emulator tells of something at an unknown path");
    }
  }

  private void written(EmulatorReceiver.Notification told, String function) {
    EmulatorEvents.write(told)
        .ifPresent(
            change -> {
              if (function.equals(PendingEvents.MARKS)) {
                outstanding.marked(change.path().id());
              } else {
                deliveries.deliver(
                    GoogleEvents.orderingKey(change.path()),
                    function,
                    EmulatorEvents.documentChanged(told, change));
              }
            });
  }

  /** An account was deleted, in whatever way it was told. */
  void accountDeleted(CloudMessage message) {
    deliveries
        .functionsWith(trigger -> trigger instanceof Trigger.AccountDeleted)
        .forEach(deliver(message));
    outstanding.deletionTold();
  }

  private void pushed(EmulatorReceiver.Notification told, String function) {
    Optional.ofNullable(deliveries.functions().get(function))
        .flatMap(Trigger::taskTopic)
        .ifPresent(
            topic -> {
              CloudMessage message = EmulatorEvents.messagePublished(told, topic);
              deliver(message).accept(function);
              outstanding.taskTold(message.id());
            });
  }

  /** An object was stored. */
  synchronized void finalized(JsonObject object) {
    switch (objectEvents) {
      case TOLD -> tell(object);
      case HELD -> held.add(object);
      case LOST -> {} // by whoever asked for it
    }
  }

  @Override
  public synchronized void objectEvents(ObjectEvents fate) {
    objectEvents = fate;
    if (fate == ObjectEvents.TOLD) {
      held.forEach(this::tell);
    }
    if (fate != ObjectEvents.HELD) {
      held.clear();
    }
  }

  private void tell(JsonObject object) {
    String bucket = object.get("bucket").getAsString();
    deliveries
        .functionsWith(
            trigger ->
                trigger instanceof Trigger.ObjectFinalized finalized
                    && Emulators.realName(finalized.bucket()).equals(bucket))
        .forEach(deliver(GoogleEvents.objectFinalized(object)));
  }

  private Consumer<String> deliver(CloudMessage message) {
    return function -> deliveries.deliver(message.id(), function, message);
  }

  /** Firestore tells of a mark after everything that was written before it. */
  @Override
  public boolean untilIdle(Duration timeout) {
    return deliveries.untilIdle(
        () -> outstanding.isNothing() && outstanding.markCameBack() && outstanding.isNothing(),
        timeout);
  }

  /** How long each function's events took, from what they tell of to their being taken. */
  @Override
  public Map<String, Latencies> latencies() {
    return deliveries.latencies();
  }

  @Override
  public void close() {
    deliveries.close();
  }
}
