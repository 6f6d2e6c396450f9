package com.anykoma.privacy.platform;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One piece of work to be done later, at least once. The id is deterministic, so publishing again
 * adds nothing; ids and topics appear in logs and hold nothing personal.
 *
 * @param topic which function does the work, for example {@code withdraw}
 * @param id unique over all topics
 */
public record Task(String topic, String id, Map<String, String> attributes) {
  /** The longest value of an attribute, in bytes of UTF-8: Pub/Sub's limit. */
  public static final int MAX_ATTRIBUTE_BYTES = 1_024;

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

  /** Topic and id only: attributes may name a person. */
  @Override
  public String toString() {
    return topic + "/" + id;
  }
}
