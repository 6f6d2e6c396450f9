package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One piece of work to be done later, at least once, as the task queue carries it. The id is
 * deterministic, so publishing again adds nothing; ids and topics appear in logs and hold nothing
 * personal.
 *
 * @param topic which function does the work, for example {@code withdraw}
 * @param id unique over all topics
 * @param attributes the form of its {@link TaskPayload} in transit
 */
public record Task(String topic, String id, Map<String, String> attributes) {
  /** The longest value of an attribute, in bytes of UTF-8: Pub/Sub's limit. */
  public static final int MAX_ATTRIBUTE_BYTES = 1_024;

  private static final String ID_ATTRIBUTE = "taskId";
  private static final String TOPIC_ATTRIBUTE = "taskTopic";
  private static final Pattern TOPIC = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public Task {
    Objects.requireNonNull(topic);
    Objects.requireNonNull(id);
    attributes = Map.copyOf(attributes);
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException("a topic is 1 to 63 lower-case letters, digits or dashes");
    }
    DocumentPath.requireId(id);
  }

  /** A task of one of our topics. */
  public Task(Topic topic, String id, TaskPayload payload) {
    this(topic.storedName(), id, payload.attributes());
  }

  /** The attributes of the message that carries the task: its own, its id and its topic. */
  public Map<String, String> message() {
    Map<String, String> message = new HashMap<>(attributes);
    message.put(ID_ATTRIBUTE, id);
    message.put(TOPIC_ATTRIBUTE, topic);
    return Map.copyOf(message);
  }

  /**
   * The task that a message carries.
   *
   * @throws PermanentFailure when it carries none
   */
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
      throw new PermanentFailure("a message is not a task of ours: " + e.getMessage());
    }
  }

  /** Topic and id only: attributes may name a person. */
  @Override
  public String toString() {
    return topic + "/" + id;
  }
}
