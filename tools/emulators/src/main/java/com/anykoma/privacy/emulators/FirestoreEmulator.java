package com.anykoma.privacy.emulators;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running Firestore emulator. It starts empty and loses its data when it is closed. */
public record FirestoreEmulator(EmulatorProcess process, URI uri) implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

  /** Starts an emulator, which takes seconds; the functions, if any, receive events of writes. */
  public static FirestoreEmulator start(Path jar, Optional<URI> functions, Path logs) {
    return start(EmulatorProcess.freeEndpoint(), jar, functions, logs);
  }

  /** The same at this address. */
  static FirestoreEmulator start(URI uri, Path jar, Optional<URI> functions, Path logs) {
    List<String> arguments = new ArrayList<>(List.of("--host", uri.getHost()));
    arguments.addAll(List.of("--port", String.valueOf(uri.getPort())));
    functions.ifPresent(
        at -> arguments.add("--functions_emulator=" + at.getHost() + ":" + at.getPort()));
    EmulatorProcess process =
        EmulatorProcess.java(jar, logs.resolve("firestore.log"), MAIN, arguments);
    process.awaitReady(uri, LoopbackHttp::isUp);
    FirestoreEmulator started = new FirestoreEmulator(process, uri);
    started.warmUp();
    return started;
  }

  /** The first write takes seconds, which must not count as a test's or a function's time. */
  private void warmUp() {
    LoopbackHttp.post(
        uri.resolve("/v1/projects/demo-warm-up/databases/(default)/documents:commit"),
        JsonTemplate.fill(
                "{\"writes\": [{\"update\": {\"name\": %s}}]}",
                "projects/demo-warm-up/databases/(default)/documents/warm/up")
            .toString());
  }

  /**
   * Sends an event for every write to documents of a pattern.
   *
   * @param id the trigger's id, a part of the path that receives the events
   * @param pattern {@code users/{uid}}
   */
  public void addTrigger(String project, String id, String pattern) {
    LoopbackHttp.post(
        uri.resolve(
            "/emulator/v1/projects/" + project + "/eventarcTrigger?eventarcTriggerId=" + id),
        JsonTemplate.fill(
                """
            {"eventType": "google.cloud.firestore.document.v1.written", "database": "(default)",
             "namespace": "(default)", "document": {"value": %s, "matchType": "PATH_PATTERN"}}""",
                pattern)
            .toString());
  }

  @Override
  public void close() {
    process.close();
  }
}
