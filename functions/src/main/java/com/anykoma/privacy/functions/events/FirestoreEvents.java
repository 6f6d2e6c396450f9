package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.platform.DocumentChange;
import io.cloudevents.CloudEvent;
import java.util.function.Function;

/** Reads Firestore's document events. */
public final class FirestoreEvents {
  private static final String TYPE = "google.cloud.firestore.document.v1.";

  private FirestoreEvents() {}

  /** Decodes the data of a document event. */
  public interface Decoder {
    /** Decodes one write from protobuf or JSON; malformed data are a permanent failure. */
    DocumentChange change(byte[] data, boolean isProtobuf);
  }

  /** Reads document events by a decoder. Another event type is a permanent failure. */
  public static Function<CloudEvent, DocumentChange> of(Decoder decoder) {
    return event -> {
      EventData.requireType(event, TYPE);
      return decoder.change(EventData.bytes(event), EventData.isProtobuf(event));
    };
  }
}
