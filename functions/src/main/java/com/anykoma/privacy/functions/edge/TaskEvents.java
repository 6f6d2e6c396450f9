package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.google.PubSubTasks;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.Map;

/** Reads tasks that arrive as Pub/Sub messages: everything of ours is in their attributes. */
public final class TaskEvents {
  private static final String TYPE = "google.cloud.pubsub.topic.v1.messagePublished";

  private TaskEvents() {}

  /**
   * The task of the message.
   *
   * @throws PermanentFailure when the message is not a task of ours
   */
  public static Task task(CloudEvent event) {
    EventData.requireType(event, TYPE);
    JsonValue sent = EventData.json(event).requiredObject("message").requiredObject("attributes");
    Map<String, String> attributes = new HashMap<>();
    for (String name : sent.names()) {
      attributes.put(name, sent.requiredString(name));
    }
    String id = attributes.remove(PubSubTasks.ID);
    String topic = attributes.remove(PubSubTasks.TOPIC);
    if (id == null || topic == null) {
      throw new PermanentFailure(
          "a message lacks the attributes " + PubSubTasks.ID + " and " + PubSubTasks.TOPIC);
    }
    try {
      return new Task(topic, id, attributes);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a message is not a task of ours: " + e.getMessage());
    }
  }

  /** An attribute that the task must have. */
  public static String attribute(Task task, String name) {
    String value = task.attributes().get(name);
    if (value == null) {
      throw new PermanentFailure("a task lacks its attribute " + name);
    }
    return value;
  }
}
