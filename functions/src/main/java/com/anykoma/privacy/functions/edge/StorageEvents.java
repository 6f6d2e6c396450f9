package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BlobId;
import io.cloudevents.CloudEvent;

/** Reads Cloud Storage's finalize events. */
public final class StorageEvents {
  private static final String TYPE = "google.cloud.storage.object.v1.finalized";

  private StorageEvents() {}

  /** Which generation of which object was stored. */
  public record Finalized(BlobId blob, long generation) {}

  /**
   * The object of the event.
   *
   * @throws PermanentFailure when it is not such an event
   */
  public static Finalized finalized(CloudEvent event) {
    EventData.requireType(event, TYPE);
    JsonValue object = EventData.json(event);
    long generation =
        object.int64("generation").orElseThrow(() -> object.problem("generation", "is missing"));
    try {
      return new Finalized(
          new BlobId(object.requiredString("bucket"), object.requiredString("name")), generation);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a Storage event names no valid object");
    }
  }
}
