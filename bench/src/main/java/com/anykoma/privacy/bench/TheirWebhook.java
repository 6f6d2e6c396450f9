package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.AuthEmulator;
import com.anykoma.privacy.emulators.EmulatorJar;
import com.anykoma.privacy.emulators.EmulatorProcess;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The usual webhook in Node on the emulators of Firestore and Auth and a stub of Stripe. */
final class TheirWebhook extends Contestant {
  private static final String FRAMEWORK =
      "node_modules/@google-cloud/functions-framework/build/src/main.js";

  /** Ends with the process that started it, and listens where nothing but this machine is heard. */
  private static final String TETHERED =
      """
      process.stdin.on('end', () => process.exit()).resume();
      const { Server } = require('net'), listen = Server.prototype.listen;
      Server.prototype.listen = function (port, ...rest) {
        return listen.call(this, { port: +port, host: '127.0.0.1' }, rest[rest.length - 1]); };
      require('./%s');
      """;

  private final StandIns standIns;
  private final Path logs;
  private final FirestoreEmulator firestore;
  private final AuthEmulator auth;
  private final URI stripe;
  private final URI uri;
  private final EmulatorProcess process;

  private TheirWebhook(StandIns standIns, Path logs, int users)
      throws IOException, InterruptedException {
    this.standIns = standIns;
    this.logs = logs;
    firestore =
        closing(
            FirestoreEmulator.start(EmulatorJar.FIRESTORE.findOrFetch(), Optional.empty(), logs));
    auth =
        closing(
            AuthEmulator.start(
                standIns.auth(),
                FunctionEnvironment.PROJECT,
                Optional.empty(),
                logs.resolve("auth.log")));
    stripe = EmulatorProcess.freeEndpoint();
    closing(EmulatorProcess.start(server("stripe-stub.js"), logs.resolve("stub.log")))
        .awaitReady(stripe);
    seed(users);
    uri = EmulatorProcess.freeEndpoint().resolve("/");
    ProcessBuilder framework = server(FRAMEWORK);
    framework.environment().put("PORT", String.valueOf(uri.getPort()));
    framework.environment().put("FUNCTION_TARGET", "webhook");
    process = closing(EmulatorProcess.start(framework, logs.resolve("theirs.log")));
    process.awaitReady(uri);
  }

  /**
   * Starts it, knowing the users and their customers.
   *
   * @param logs takes what all of it prints
   */
  static TheirWebhook start(StandIns standIns, Path logs, int users)
      throws IOException, InterruptedException {
    return new TheirWebhook(standIns, logs, users);
  }

  private void seed(int users) throws IOException, InterruptedException {
    int exit =
        node("seed-customers.js", String.valueOf(users))
            .redirectErrorStream(true)
            .redirectOutput(logs.resolve("seed.log").toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("the stand-in's customers cannot be seeded");
    }
  }

  private ProcessBuilder server(String script) {
    return node("--eval", TETHERED.formatted(script));
  }

  private ProcessBuilder node(String... arguments) {
    ProcessBuilder node = new ProcessBuilder("node").directory(standIns.folder().toFile());
    node.command().addAll(List.of(arguments));
    Map<String, String> environment = node.environment();
    // it would send what is meant for 127.0.0.1 through a proxy
    environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    environment.put("NODE_DEPS", standIns.folder().toString());
    environment.put("NODE_ENV", "production");
    environment.put("GCLOUD_PROJECT", FunctionEnvironment.PROJECT);
    environment.put("FIRESTORE_EMULATOR_HOST", firestore.uri().getAuthority());
    environment.put("FIREBASE_AUTH_EMULATOR_HOST", auth.uri().getAuthority());
    environment.put("STRIPE_STUB_PORT", String.valueOf(stripe.getPort()));
    environment.put("STRIPE_WEBHOOK_SECRET", FunctionEnvironment.WEBHOOK_SECRET);
    return node;
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
  Optional<String> amiss(EventLoad load) throws Exception {
    try (GoogleCloud cloud =
        cloud(Map.of(Service.FIRESTORE, firestore.uri(), Service.AUTH, auth.uri()))) {
      long claims = 0;
      for (int i = 0; i < load.users(); i++) {
        claims +=
            cloud
                .accounts()
                .get(new SubjectId("u" + i))
                .filter(it -> "pro".equals(it.claims().get("stripeRole")))
                .stream()
                .count();
      }
      List<Long> found =
          List.of(fetched(), cloud.documents().count(Query.group("subscriptions")), claims);
      List<Long> due = List.of((long) load.events(), (long) load.users(), (long) load.users());
      return found.equals(due)
          ? Optional.empty()
          : Optional.of("fetched, stored and claimed are " + found + ", not " + due);
    }
  }

  /** How often it fetched a subscription from the stub: once for each event. */
  private long fetched() throws IOException, InterruptedException {
    String calls =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(stripe.resolve("/__calls")).build(), BodyHandlers.ofString())
            .body();
    return JsonParser.parseString(calls)
        .getAsJsonObject()
        .getAsJsonObject("calls")
        .get("GET /v1/subscriptions/sub_*")
        .getAsLong();
  }
}
