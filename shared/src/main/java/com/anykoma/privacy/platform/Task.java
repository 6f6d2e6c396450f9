package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A unit of asynchronous work in the task queue, delivered at least once. The id is deterministic,
 * so publishing a task again adds no work. Ids and topics appear in logs and contain no personal
 * data.
 *
 * @param topic the name of the topic, which has one function, for example {@code withdraw}
 * @param id unique across all topics
 * @param attributes the encoded {@link TaskPayload}
 */
public record Task(String topic, String id, Map<String, String> attributes) {
  /** The maximum size of an attribute's value in bytes of UTF-8: Pub/Sub's limit. */
  public static final int MAX_ATTRIBUTE_BYTES = 1_024;

  private static final String ID_ATTRIBUTE = "taskId";
  private static final String TOPIC_ATTRIBUTE = "taskTopic";
  private static final Pattern TOPIC = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public Task {
    Objects.requireNonNull(topic);
    Objects.requireNonNull(id);
    attributes = Map.copyOf(attributes);
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "a topic must have 1 to 63 lower-case letters, digits or dashes");
    }
    DocumentPath.requireId(id);
  }

  public Task(Topic topic, String id, TaskPayload payload) {
    this(topic.storedName(), id, payload.attributes());
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** The attributes of the message for this task: its own attributes, its id and its topic. */
  public Map<String, String> message() {
    Map<String, String> message = new HashMap<>(attributes);
    message.put(ID_ATTRIBUTE, id);
    message.put(TOPIC_ATTRIBUTE, topic);
    return Map.copyOf(message);
  }

  /** Decodes the task in a message; fails permanently when it contains none. */
  public static Task ofMessage(Map<String, String> message) {
    Map<String, String> attributes = new HashMap<>(message);
    String id = attributes.remove(ID_ATTRIBUTE);
    String topic = attributes.remove(TOPIC_ATTRIBUTE);
    if (id == null || topic == null) {
      throw new PermanentFailure(
          "a message lacks the attributes " + ID_ATTRIBUTE + " and " + TOPIC_ATTRIBUTE);
    }
    try {
      return new Task(topic, id, attributes);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a message contains no valid task: " + e.getMessage());
    }
  }

  /** Prints only topic and id, because attributes may contain personal data. */
  @Override
  public String toString() {
    return topic + "/" + id;
  }
}
