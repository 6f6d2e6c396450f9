package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A running Pub/Sub emulator. It starts empty and loses its data when it is closed. */
public record PubSubEmulator(EmulatorProcess process, URI uri) implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.pubsub.testing.v1.Main";

  private static final int ACK_SECONDS = 60;

  /** Starts an emulator and waits until it answers. */
  public static PubSubEmulator start(Path jar, Path logs) {
    return start(EmulatorProcess.freeEndpoint(), jar, logs);
  }

  /** The same at this address. */
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

  /** Creates a topic; fails if it exists. */
  public void createTopic(String project, String topic) {
    LoopbackHttp.put(resource(project, "topics", topic), "{}");
  }

  /** Creates a push subscription: each message is redelivered until the address answers 2xx. */
  public void pushTo(URI address, String project, String topic, String subscription) {
    JsonObject wanted = subscription(project, topic);
    wanted.add("pushConfig", JsonTemplate.fill("{\"pushEndpoint\": %s}", address.toString()));
    LoopbackHttp.put(resource(project, "subscriptions", subscription), wanted.toString());
  }

  /** A subscription resource without its name. */
  static JsonObject subscription(String project, String topic) {
    return JsonTemplate.fill(
        "{\"topic\": %s, \"ackDeadlineSeconds\": %s}",
        "projects/" + project + "/topics/" + topic, ACK_SECONDS);
  }

  /** The URI of a topic or subscription. */
  URI resource(String project, String kind, String id) {
    return uri.resolve("/v1/projects/" + project + "/" + kind + "/" + id);
  }

  @Override
  public void close() {
    process.close();
  }
}
