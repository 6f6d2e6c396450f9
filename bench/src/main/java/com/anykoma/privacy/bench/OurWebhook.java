package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.EmulatorJar;
import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.emulators.PubSubEmulator;
import com.anykoma.privacy.emulators.StripeDouble;
import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our webhook on the emulators of Firestore and Pub/Sub and a double of Stripe. */
final class OurWebhook extends Contestant {
  private static final CollectionPath EVENTS = new CollectionPath("stripeEvents");
  private static final CollectionPath CUSTOMERS = new CollectionPath("customers");

  /** What a Java platform chooses by itself on an instance with one processor. */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  private final FirestoreEmulator firestore;
  private final EmulatorProcess process;
  private final URI uri;

  private OurWebhook(Path logs) {
    firestore =
        closing(
            FirestoreEmulator.start(EmulatorJar.FIRESTORE.findOrFetch(), Optional.empty(), logs));
    PubSubEmulator pubSub = closing(PubSubEmulator.start(EmulatorJar.PUBSUB.findOrFetch(), logs));
    StripeDouble stripe = closing(StripeDouble.start());
    for (Deployed each : Deployed.values()) {
      if (each.trigger() instanceof Trigger.TaskPublished task) {
        pubSub.createTopic(FunctionEnvironment.PROJECT, task.topic());
      }
    }
    URI base = EmulatorProcess.freeEndpoint();
    uri = base.resolve("/" + FUNCTION);
    Map<Service, URI> endpoints = new EnumMap<>(Service.class);
    endpoints.put(Service.FIRESTORE, firestore.uri());
    endpoints.put(Service.PUBSUB, pubSub.uri());
    endpoints.put(Service.STRIPE, stripe.uri());
    process = closing(EmulatorProcess.start(program(base, endpoints), logs.resolve("ours.log")));
    process.awaitReady(base);
  }

  static OurWebhook start(Path logs) {
    return new OurWebhook(logs);
  }

  private static ProcessBuilder program(URI base, Map<Service, URI> endpoints) {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            COLLECTOR,
            "-cp",
            System.getProperty("java.class.path"),
            WebhookServer.class.getName(),
            String.valueOf(base.getPort()));
    program.environment().clear();
    program.environment().putAll(FunctionEnvironment.of(Deployed.STRIPE_WEBHOOK, endpoints));
    return program;
  }

  @Override
  URI uri() {
    return uri;
  }

  @Override
  EmulatorProcess process() {
    return process;
  }

  @Override
  Optional<String> amiss(EventLoad load) {
    try (GoogleCloud cloud = cloud(Map.of(Service.FIRESTORE, firestore.uri()))) {
      List<Long> found =
          List.of(
              cloud.documents().count(Query.in(EVENTS).whereEqual("state", "applied")),
              cloud.documents().count(Query.in(CUSTOMERS)));
      List<Long> due = List.of((long) load.events(), (long) load.users());
      return found.equals(due)
          ? Optional.empty()
          : Optional.of("applied events and known customers are " + found + ", not " + due);
    }
  }
}
