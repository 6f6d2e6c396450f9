package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The data and the subject of a CloudEvent, whichever way they came. */
final class EventData {
  private static final int LAST_BYTE = 0xff;
  private static final String NO_UTF_8 = "an event's subject is not percent-encoded UTF-8";

  private EventData() {}

  /** The data as it came; none is an empty array. */
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
   * The event's subject as its sender meant it; empty when it has none. The Functions Framework
   * hands over the header {@code ce-subject} with each byte as one character and with its percent
   * encoding: both are undone, and what results is UTF-8.
   *
   * @throws PermanentFailure when it is not
   * @see <a
   *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values">CloudEvents:
   *     HTTP header values</a>
   */
  static Optional<String> subject(CloudEvent event) {
    String subject = event.getSubject();
    if (subject == null || subject.chars().anyMatch(each -> each > LAST_BYTE)) {
      return Optional.ofNullable(subject); // no header: the event came as one JSON text
    }
    byte[] header = subject.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(header.length);
    for (int i = 0; i < header.length; i++) {
      if (header[i] == '%') {
        bytes.put((byte) hexadecimal(header, i + 1));
        i += 2;
      } else {
        bytes.put(header[i]);
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      throw new PermanentFailure(NO_UTF_8);
    }
  }

  private static int hexadecimal(byte[] header, int at) {
    if (at + 2 > header.length
        || !HexFormat.isHexDigit(header[at])
        || !HexFormat.isHexDigit(header[at + 1])) {
      throw new PermanentFailure(NO_UTF_8);
    }
    return HexFormat.fromHexDigits(new String(header, at, 2, StandardCharsets.US_ASCII));
  }

  static void requireType(CloudEvent event, String prefix) {
    if (!event.getType().startsWith(prefix)) {
      throw new PermanentFailure("the event is not one of " + prefix + "*");
    }
  }
}
