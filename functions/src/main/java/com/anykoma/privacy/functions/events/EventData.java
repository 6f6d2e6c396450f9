package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The data and the subject of a CloudEvent, in binary or structured mode. */
final class EventData {
  private static final int LAST_BYTE = 0xff;

  private EventData() {}

  /** The raw data; an empty array when the event has none. */
  static byte[] bytes(CloudEvent event) {
    CloudEventData data = event.getData();
    return data == null ? new byte[0] : data.toBytes();
  }

  static JsonValue json(CloudEvent event) {
    return StrictJson.object(bytes(event));
  }

  static boolean isProtobuf(CloudEvent event) {
    String type = event.getDataContentType();
    return type != null && type.startsWith("application/protobuf");
  }

  /**
   * The decoded subject of the event; empty when it has none. The Functions Framework passes the
   * header {@code ce-subject} undecoded: one character for each byte, percent-encoded UTF-8.
   *
   * @throws PermanentFailure when the header is not percent-encoded UTF-8
   * @see <a
   *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values">CloudEvents:
   *     HTTP header values</a>
   */
  static Optional<String> subject(CloudEvent event) {
    String subject = event.getSubject();
    if (subject == null || subject.chars().anyMatch(each -> each > LAST_BYTE)) {
      return Optional.ofNullable(subject); // structured mode: not from a header
    }
    try {
      byte[] utf8 =
          URLDecoder.decode(subject.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new PermanentFailure("the event's subject is not percent-encoded UTF-8");
    }
  }

  static void requireType(CloudEvent event, String prefix) {
    if (!event.getType().startsWith(prefix)) {
      throw new PermanentFailure("the event's type is not " + prefix + "*");
    }
  }
}
