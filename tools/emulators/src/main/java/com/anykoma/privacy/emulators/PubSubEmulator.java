package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Google's Pub/Sub emulator, empty at its start and gone with its end. */
public final class PubSubEmulator implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.pubsub.testing.v1.Main";

  private static final int ACK_SECONDS = 60;

  private final EmulatorProcess process;
  private final URI uri;

  private PubSubEmulator(EmulatorProcess process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param logs the folder for its log
   */
  public static PubSubEmulator start(Path jar, Path logs) {
    return start(EmulatorProcess.freeEndpoint(), jar, logs);
  }

  /** The same at an address. */
  static PubSubEmulator start(URI uri, Path jar, Path logs) {
    EmulatorProcess process =
        EmulatorProcess.java(
            jar,
            logs.resolve("pubsub.log"),
            MAIN,
            List.of("--host=" + uri.getHost(), "--port=" + uri.getPort()));
    process.awaitReady(uri, LoopbackHttp::isUp);
    return new PubSubEmulator(process, uri);
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  /** Makes a topic; one that is there is an error. */
  public void createTopic(String project, String topic) {
    LoopbackHttp.put(resource(project, "topics", topic), "{}");
  }

  /** Has every message of a topic pushed to an address, again and again until it answers 2xx. */
  public void pushTo(URI address, String project, String topic, String subscription) {
    JsonObject push = new JsonObject();
    push.addProperty("pushEndpoint", address.toString());
    JsonObject wanted = subscription(project, topic);
    wanted.add("pushConfig", push);
    LoopbackHttp.put(resource(project, "subscriptions", subscription), wanted.toString());
  }

  /** A subscription's resource without its name. */
  static JsonObject subscription(String project, String topic) {
    JsonObject subscription = new JsonObject();
    subscription.addProperty("topic", "projects/" + project + "/topics/" + topic);
    subscription.addProperty("ackDeadlineSeconds", ACK_SECONDS);
    return subscription;
  }

  /** Where a topic or subscription is spoken to. */
  URI resource(String project, String kind, String id) {
    return uri.resolve("/v1/projects/" + project + "/" + kind + "/" + id);
  }

  @Override
  public void close() {
    process.close();
  }
}
