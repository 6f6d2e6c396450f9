package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.local.emulators.Emulators;
import com.anykoma.privacy.local.emulators.PubSubEmulator;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tells the functions what the emulators tell: receives, mends, answers at once, and delivers real
 * CloudEvents until they are taken.
 */
final class EmulatorBridge implements Bridge {
  private static final String TRIGGERS = "/triggers/";
  private static final String ACCOUNTS = "/trigger_multicast";
  private static final String PUSHED = "/pushed/";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final Map<String, Trigger> functions;
  private final Deliveries deliveries;
  private final Outstanding outstanding;
  private final List<JsonObject> held = new ArrayList<>();
  private ObjectEvents objectEvents = ObjectEvents.TOLD;

  /**
   * @param functions which function is told of what
   * @param outstanding what the emulators have still to tell
   */
  EmulatorBridge(Map<String, Trigger> functions, Deliveries deliveries, Outstanding outstanding) {
    this.functions = Map.copyOf(functions);
    this.deliveries = deliveries;
    this.outstanding = outstanding;
  }

  /** Every deployed function with its trigger. */
  static Map<String, Trigger> deployed() {
    Map<String, Trigger> functions = new LinkedHashMap<>();
    for (Deployed each : Deployed.values()) {
      functions.put(each.functionName(), each.trigger());
    }
    return functions;
  }

  /** Asks the emulators to tell of what the functions are there for. */
  void subscribe(Emulators emulators, URI receiver) {
    functions.forEach(
        (name, trigger) -> {
          if (trigger instanceof Trigger.DocumentWritten written) {
            emulators.firestore().tellOf(GoogleEvents.PROJECT_ID, name, written.pattern());
          }
          trigger
              .taskTopic()
              .ifPresent(
                  topic -> subscribe(emulators.pubSub(), topic, name, receiver.resolve(PUSHED)));
        });
    emulators
        .firestore()
        .tellOf(GoogleEvents.PROJECT_ID, Outstanding.MARKS, Outstanding.MARKS + "/{id}");
    emulators.storage().onFinalize(this::finalized);
  }

  private static void subscribe(PubSubEmulator pubSub, String topic, String function, URI pushed) {
    pubSub.createTopic(GoogleEvents.PROJECT_ID, topic);
    pubSub.pushTo(pushed.resolve(function), GoogleEvents.PROJECT_ID, topic, function);
  }

  /** What an emulator tells over HTTP. */
  void told(EmulatorReceiver.Told told) {
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

  private void written(EmulatorReceiver.Told told, String function) {
    EmulatorEvents.write(told)
        .ifPresent(
            change -> {
              if (function.equals(Outstanding.MARKS)) {
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
    functionsWith(trigger -> trigger instanceof Trigger.AccountDeleted).forEach(deliver(message));
    outstanding.deletionTold();
  }

  private void pushed(EmulatorReceiver.Told told, String function) {
    Optional.ofNullable(functions.get(function))
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
    functionsWith(
            trigger ->
                trigger instanceof Trigger.ObjectFinalized finalized
                    && Emulators.realName(finalized.bucket()).equals(bucket))
        .forEach(deliver(GoogleEvents.objectFinalized(object)));
  }

  private Consumer<String> deliver(CloudMessage message) {
    return function -> {
      boolean isRedelivered = Objects.requireNonNull(functions.get(function)).isRedelivered();
      deliveries.deliver(message.id(), function, message, isRedelivered);
    };
  }

  private List<String> functionsWith(Predicate<Trigger> trigger) {
    return functions.keySet().stream().filter(each -> trigger.test(functions.get(each))).toList();
  }

  @Override
  public boolean untilIdle(Duration timeout) {
    long start = System.nanoTime();
    boolean idle = false;
    while (!idle && System.nanoTime() - start < timeout.toNanos()) {
      idle = isIdle();
      if (!idle) {
        Workers.pause(LOOK_AGAIN);
      }
    }
    return idle;
  }

  /** Firestore has told of everything before a mark, and nothing came of it meanwhile. */
  private boolean isIdle() {
    long accepted = deliveries.accepted();
    return deliveries.waiting() == 0
        && outstanding.isNothing()
        && outstanding.markCameBack()
        && deliveries.waiting() == 0
        && outstanding.isNothing()
        && deliveries.accepted() == accepted;
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
