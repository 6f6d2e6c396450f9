package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads tasks from Pub/Sub messages. A task is stored in the message's attributes. */
public final class TaskEvents {
  private static final String TYPE = "google.cloud.pubsub.topic.v1.messagePublished";

  private TaskEvents() {}

  /** Reads the tasks of one topic with the topic's payload. */
  public static <P extends TaskPayload> Function<CloudEvent, P> of(Function<Task, P> payload) {
    return event -> payload.apply(task(event));
  }

  /** The task of a message; a message without a valid task is a permanent failure. */
  public static Task task(CloudEvent event) {
    EventData.requireType(event, TYPE);
    JsonValue sent = EventData.json(event).requiredObject("message").requiredObject("attributes");
    Map<String, String> attributes = new HashMap<>();
    for (String name : sent.names()) {
      attributes.put(name, sent.requiredString(name));
    }
    return Task.ofMessage(attributes);
  }
}
