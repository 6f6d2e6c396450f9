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
    /**
     * The write that the data tells of.
     *
     * @param isProtobuf or else JSON
     * @throws com.anykoma.privacy.PermanentFailure when it is no such data
     */
    DocumentChange change(byte[] data, boolean isProtobuf);
  }

  /** Reads events by a decoder; what is no document event is a permanent failure. */
  public static Function<CloudEvent, DocumentChange> of(Decoder decoder) {
    return event -> {
      EventData.requireType(event, TYPE);
      return decoder.change(EventData.bytes(event), EventData.isProtobuf(event));
    };
  }
}
