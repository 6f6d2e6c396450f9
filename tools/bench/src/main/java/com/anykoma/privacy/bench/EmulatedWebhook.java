package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.AuthEmulator;
import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.emulators.Emulators;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A webhook in its own process, with newly started, empty emulators and fakes. */
final class EmulatedWebhook implements AutoCloseable {
  private final URI base = EmulatorProcess.freeEndpoint();
  private final Optional<Peers> peers;
  private final Emulators emulators;
  private final EmulatorProcess process;

  /**
   * Starts a webhook.
   *
   * @param peers empty for our webhook, otherwise the usual one in Node.js, whose users exist
   *     before
   */
  EmulatedWebhook(Optional<Peers> peers, Path logs, WebhookEvents events) throws IOException {
    this.peers = peers;
    emulators = FunctionEnvironment.emulators(logs);
    try {
      ProcessBuilder program = peers.isPresent() ? peer(peers.get(), events) : ours();
      process = EmulatorProcess.start(program, logs.resolve("webhook.log"));
      process.awaitReady(base);
    } catch (IOException | RuntimeException e) {
      emulators.close();
      throw e;
    }
  }

  private ProcessBuilder ours() {
    for (DeployedFunction each : DeployedFunction.values()) {
      Optional<String> topic = each.trigger().taskTopic();
      topic.ifPresent(it -> emulators.pubSub().createTopic(FunctionEnvironment.PROJECT, it));
    }
    DeployedFunction webhook = DeployedFunction.STRIPE_WEBHOOK;
    ProcessBuilder program =
        FunctionEnvironment.program(
            webhook.entryPoint(),
            System.getProperty("java.class.path"),
            FunctionEnvironment.of(webhook, emulators.settings().endpoints()),
            base);
    // the JVM selects this collector on an instance with one processor
    program.environment().put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC");
    return program;
  }

  private ProcessBuilder peer(Peers peer, WebhookEvents events) throws IOException {
    AuthEmulator auth =
        emulators
            .auth()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the peer needs Firebase's Auth emulator: ./run emulators install"));
    Optional<String> price = Optional.of("price_1");
    List<Item> items = List.of(new Item(price, Optional.of("prod_1"), Optional.empty(), List.of()));
    for (int i = 0; i < WebhookEvents.USERS; i++) {
      String user = events.user(i);
      auth.createAccount(user, Optional.empty());
      emulators
          .stripe()
          .put(
              new BillingSubscription(
                  "sub_" + user,
                  "cus_" + user,
                  SubscriptionStatus.ACTIVE,
                  items,
                  Optional.empty()));
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", String.valueOf(base.getPort()));
    environment.put("USERS", String.valueOf(WebhookEvents.USERS));
    environment.put("STRIPE_KEY", FunctionEnvironment.STRIPE_KEY);
    environment.put("STRIPE_SECRET", FunctionEnvironment.WEBHOOK_SECRET);
    Map<Service, URI> endpoints = emulators.settings().endpoints();
    endpoints.forEach((it, at) -> environment.put(it + "_HOST", at.getAuthority()));
    return peer.node(environment, "webhook.js");
  }

  /** The address that events are posted to. */
  URI uri() {
    return base.resolve("/");
  }

  /** The total processor time of the webhook's process. */
  double processorMillis() {
    return process.processorTime().toNanos() / 1e6;
  }

  /** Counts the events that had an effect: those stored by us, or queried at Stripe by the peer. */
  long effects() {
    if (peers.isPresent()) {
      return emulators.stripe().requests().size();
    }
    Query applied = Query.in(new CollectionPath("stripeEvents")).whereEqual("state", "applied");
    try (GoogleCloud cloud = GoogleCloud.open(emulators.settings())) {
      return cloud.documents().count(applied);
    }
  }

  @Override
  public void close() {
    process.close();
    emulators.close();
  }
}
