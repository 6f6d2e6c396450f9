package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Task;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A CloudEvent in HTTP binary mode; {@code toString} reveals only the type. */
public record CloudMessage(Map<String, String> headers, Bytes body) {
  /** The topic of the tasks that redeliver a message after a failed first delivery. */
  static final String REDELIVER = "redeliver";

  private static final String FUNCTION = "function";
  private static final String BODY = "body";
  private static final String HEADER = "header:";

  public CloudMessage {
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body);
  }

  /** Creates a message with the required attributes. */
  static CloudMessage of(String id, String type, String source, String contentType, byte[] body) {
    return new CloudMessage(
        Map.of(
            "ce-specversion", "1.0",
            "ce-id", id,
            "ce-type", type,
            "ce-source", headerValue(source),
            "content-type", contentType),
        Bytes.of(body));
  }

  String id() {
    return String.valueOf(headers.get("ce-id"));
  }

  /** When the event happened. */
  Instant time() {
    return Instant.parse(String.valueOf(headers.get("ce-time")));
  }

  /** Returns a copy with one more attribute. */
  CloudMessage with(String attribute, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put("ce-" + attribute, headerValue(value));
    return new CloudMessage(more, body);
  }

  /**
   * Encodes a value as CloudEvents' HTTP binding does: percent-encoded except printable ASCII.
   *
   * @see <a
   *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values">3.1.3.2</a>
   */
  private static String headerValue(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7f && each != '"' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append(String.format("%%%02X", each));
      }
    }
    return encoded.toString();
  }

  /**
   * Creates the task that redelivers this message to a function. One id per message and function.
   */
  Task redelivery(String function) {
    Map<String, String> attributes = new HashMap<>();
    headers.forEach((name, value) -> attributes.put(HEADER + name, value));
    attributes.put(FUNCTION, function);
    attributes.put(BODY, Base64.getEncoder().encodeToString(body.toArray()));
    return new Task(REDELIVER, REDELIVER + "-" + function + "-" + headers.get("ce-id"), attributes);
  }

  /** Reads the message from a task of {@link #redelivery}. */
  static CloudMessage of(Task task) {
    Map<String, String> headers = new HashMap<>();
    task.attributes()
        .forEach(
            (name, value) -> {
              if (name.startsWith(HEADER)) {
                headers.put(name.substring(HEADER.length()), value);
              }
            });
    return new CloudMessage(headers, Bytes.of(Base64.getDecoder().decode(attribute(task, BODY))));
  }

  /** Reads the target function from a task of {@link #redelivery}. */
  static String functionOf(Task task) {
    return attribute(task, FUNCTION);
  }

  private static String attribute(Task task, String name) {
    return Objects.requireNonNull(task.attributes().get(name), name);
  }

  @Override
  public String toString() {
    return "CloudMessage[" + headers.get("ce-type") + "]";
  }
}
