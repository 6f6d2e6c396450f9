package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;

/** The bytes of a CloudEvent, whichever way they came. */
final class EventData {
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

  static void requireType(CloudEvent event, String prefix) {
    if (!event.getType().startsWith(prefix)) {
      throw new PermanentFailure("the event is not one of " + prefix + "*");
    }
  }
}
