package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.anykoma.privacy.platform.google.FirestoreEncoding;
import com.google.gson.JsonObject;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CloudEvent in memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TestEvent(String type, Optional<String> about, String contentType, byte[] bytes)
    implements CloudEvent {
  public static TestEvent json(String type, String json) {
    return new TestEvent(
        type, Optional.empty(), "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** The event of a task that was published. */
  public static TestEvent published(Task task) {
    JsonObject attributes = new JsonObject();
    task.message().forEach(attributes::addProperty);
    JsonObject message = new JsonObject();
    message.add("attributes", attributes);
    JsonObject data = new JsonObject();
    data.add("message", message);
    return json("google.cloud.pubsub.topic.v1.messagePublished", data.toString());
  }

  /** The event of a document that was written. */
  public static TestEvent written(DocumentChange change) {
    UnknownFieldSet.Builder data = UnknownFieldSet.newBuilder();
    change.after().ifPresent(it -> data.addField(FirestoreChanges.AFTER, field(it)));
    change.before().ifPresent(it -> data.addField(FirestoreChanges.BEFORE, field(it)));
    return new TestEvent(
        "google.cloud.firestore.document.v1.written",
        Optional.empty(),
        "application/protobuf",
        data.build().toByteArray());
  }

  private static Field field(Document document) {
    return Field.newBuilder()
        .addLengthDelimited(
            FirestoreEncoding.document("projects/p/databases/(default)", document).toByteString())
        .build();
  }

  /** The event of an account that was deleted. */
  public static TestEvent deleted(SubjectId subject) {
    JsonObject user = new JsonObject();
    user.addProperty("uid", subject.value());
    JsonObject data = new JsonObject();
    data.add("oldValue", user);
    return json("google.firebase.auth.user.v2.deleted", data.toString());
  }

  /** The event of an object that was stored. */
  public static TestEvent finalized(Blob blob) {
    JsonObject object = new JsonObject();
    object.addProperty("name", blob.id().name());
    object.addProperty("generation", Long.toString(blob.generation()));
    object.addProperty("size", Long.toString(blob.size()));
    byte[] crc32c = ByteBuffer.allocate(Integer.BYTES).putInt(blob.crc32c()).array();
    object.addProperty("crc32c", Base64.getEncoder().encodeToString(crc32c));
    object.addProperty("contentType", blob.contentType());
    object.addProperty("timeCreated", blob.created().toString());
    JsonObject metadata = new JsonObject();
    blob.metadata().forEach(metadata::addProperty);
    object.add("metadata", metadata);
    return json("google.cloud.storage.object.v1.finalized", object.toString());
  }

  @Override
  public @Nullable CloudEventData getData() {
    return bytes.length == 0 ? null : () -> bytes;
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public String getId() {
    return "1";
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public URI getSource() {
    return URI.create("//test");
  }

  @Override
  public String getDataContentType() {
    return contentType;
  }

  @Override
  public @Nullable URI getDataSchema() {
    return null;
  }

  @Override
  public @Nullable String getSubject() {
    return about.orElse(null);
  }

  @Override
  public @Nullable OffsetDateTime getTime() {
    return null;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public @Nullable Object getExtension(String name) {
    return null;
  }

  @Override
  public Set<String> getExtensionNames() {
    return Set.of();
  }
}
