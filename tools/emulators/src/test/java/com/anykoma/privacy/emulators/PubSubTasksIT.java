package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.TasksContract;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.platform.google.PubSubTasks;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the contract of tasks on the Pub/Sub emulator, with pull subscriptions. */
final class PubSubTasksIT extends TasksContract {
  private static @Nullable PubSubTasks tasks;

  /** The acknowledgement ids of unsettled tasks, by topic and task id. */
  private final Map<Task, List<String>> held = new HashMap<>();

  @BeforeAll
  static void open() {
    tasks = PubSubTasks.open(Session.settings(Service.PUBSUB, Session.pubSub().uri()));
  }

  @AfterAll
  static void close() {
    if (tasks != null) {
      tasks.close();
    }
  }

  @Override
  protected Tasks tasks() {
    return Objects.requireNonNull(tasks);
  }

  @Override
  protected String unique(String stem) {
    return Session.unique(stem.replace('_', '-'));
  }

  @Override
  protected void open(String topic) {
    Session.pubSub().createTopic(Session.PROJECT, topic);
    LoopbackHttp.put(
        Session.pubSub().resource(Session.PROJECT, "subscriptions", topic),
        PubSubEmulator.subscription(Session.PROJECT, topic).toString());
  }

  @Override
  protected List<Task> receive(String topic) {
    List<Task> received = new ArrayList<>();
    JsonArray page = pull(topic);
    while (!page.isEmpty()) {
      for (JsonElement each : page) {
        JsonObject message = each.getAsJsonObject();
        Task task = task(message.getAsJsonObject("message").getAsJsonObject("attributes"));
        held.computeIfAbsent(task, it -> new ArrayList<>()).add(message.get("ackId").getAsString());
        received.add(task);
      }
      page = pull(topic);
    }
    return received;
  }

  private static JsonArray pull(String topic) {
    String answer =
        LoopbackHttp.post(
            verb(topic, "pull"), "{\"maxMessages\": 100, \"returnImmediately\": true}");
    JsonArray messages =
        JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("receivedMessages");
    return messages == null ? new JsonArray() : messages;
  }

  private static URI verb(String topic, String verb) {
    return URI.create(
        Session.pubSub().resource(Session.PROJECT, "subscriptions", topic) + ":" + verb);
  }

  private static Task task(JsonObject attributes) {
    Map<String, String> all = new HashMap<>();
    attributes.entrySet().forEach(each -> all.put(each.getKey(), each.getValue().getAsString()));
    return Task.ofMessage(all);
  }

  @Override
  protected void settle(Task task) {
    List<String> acks = held.remove(task);
    if (acks != null) {
      JsonObject settled = new JsonObject();
      settled.add("ackIds", ids(acks));
      LoopbackHttp.post(verb(task.topic(), "acknowledge"), settled.toString());
    }
  }

  @Override
  protected void letLeasesExpire() {
    held.forEach(
        (task, acks) -> {
          JsonObject expired = new JsonObject();
          expired.add("ackIds", ids(acks));
          expired.addProperty("ackDeadlineSeconds", 0);
          LoopbackHttp.post(verb(task.topic(), "modifyAckDeadline"), expired.toString());
        });
    held.clear();
  }

  private static JsonArray ids(List<String> acks) {
    JsonArray ids = new JsonArray();
    acks.forEach(ids::add);
    return ids;
  }

  @Test
  void missingTopicIsTransient() {
    Task task = new Task(unique("no-such-topic"), unique("t"), Map.of());

    assertThatThrownBy(() -> tasks().publish(List.of(task)))
        .isInstanceOf(CloudFailure.class)
        .hasMessageContaining("NOT_FOUND");
  }
}
