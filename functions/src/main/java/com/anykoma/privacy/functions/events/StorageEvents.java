package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import io.cloudevents.CloudEvent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads Cloud Storage's finalize events. */
public final class StorageEvents {
  private static final String TYPE = "google.cloud.storage.object.v1.finalized";
  private static final String UNTYPED = "application/octet-stream";

  private StorageEvents() {}

  /** Reads the events of one bucket; see {@link #finalized}. */
  public static Function<CloudEvent, Blob> finalizedIn(String bucket) {
    return event -> finalized(bucket, event);
  }

  /** The object generation of a finalize event, in a bucket by its name in the data map. */
  public static Blob finalized(String bucket, CloudEvent event) {
    EventData.requireType(event, TYPE);
    JsonValue object = EventData.json(event);
    try {
      return new Blob(
          new BlobId(bucket, object.requiredString("name")),
          number(object, "generation"),
          number(object, "size"),
          ByteBuffer.wrap(Base64.getDecoder().decode(object.requiredString("crc32c"))).getInt(),
          object.string("contentType").orElse(UNTYPED),
          metadata(object),
          OffsetDateTime.parse(object.requiredString("timeCreated")).toInstant());
    } catch (IllegalArgumentException | BufferUnderflowException | DateTimeException e) {
      throw new PermanentFailure("the Storage event describes no valid object");
    }
  }

  private static long number(JsonValue object, String name) {
    return object.int64(name).orElseThrow(() -> object.problem(name, "is missing"));
  }

  private static Map<String, String> metadata(JsonValue object) {
    Map<String, String> metadata = new HashMap<>();
    object
        .object("metadata")
        .ifPresent(
            each -> each.names().forEach(name -> metadata.put(name, each.requiredString(name))));
    return metadata;
  }
}
