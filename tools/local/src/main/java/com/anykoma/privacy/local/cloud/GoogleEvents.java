package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.JsonTemplate;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.platform.google.FieldPaths;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.anykoma.privacy.platform.google.FirestoreEncoding;
import com.google.firestore.v1.DocumentMask;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeSet;

/**
 * Creates CloudEvents about a local cloud, in the format that Google sends.
 *
 * @see <a href="https://github.com/googleapis/google-cloudevents">Google's event types</a>
 */
public final class GoogleEvents {
  /** The project id of every local cloud. */
  public static final String PROJECT_ID = "demo-anykoma";

  private static final String PROJECT = "projects/" + PROJECT_ID;
  private static final String DATABASE = PROJECT + "/databases/(default)";
  private static final String DOCUMENT = "google.cloud.firestore.document.v1.";
  private static final int UPDATE_MASK = 3;

  private GoogleEvents() {}

  /** Whether the write changed anything. Firestore sends no event for other writes. */
  static boolean isChange(DocumentChange change) {
    return change.before().isEmpty()
        || change.after().isEmpty()
        || !change.before().get().fields().equals(change.after().get().fields())
        || !change.before().get().createTime().equals(change.after().get().createTime());
  }

  /**
   * Creates the event of a created, updated or deleted document.
   *
   * @param id the id of the event
   * @param time the time of a deletion; other events have the update time of the document
   */
  public static CloudMessage documentChanged(String id, DocumentChange change, Instant time) {
    String path = change.path().value();
    return CloudMessage.of(
            id,
            DOCUMENT + verb(change),
            "//firestore.googleapis.com/" + DATABASE,
            "application/protobuf",
            eventData(change))
        .with("subject", "documents/" + path)
        .with("time", change.after().map(Document::updateTime).orElse(time).toString())
        .with("project", PROJECT_ID)
        .with("database", "(default)")
        .with("namespace", "(default)")
        .with("document", path);
  }

  private static String verb(DocumentChange change) {
    if (change.before().isEmpty()) {
      return "created";
    }
    return change.after().isEmpty() ? "deleted" : "updated";
  }

  private static byte[] eventData(DocumentChange change) {
    UnknownFieldSet.Builder data = UnknownFieldSet.newBuilder();
    change.after().ifPresent(after -> data.addField(FirestoreChanges.AFTER, field(after)));
    change.before().ifPresent(before -> data.addField(FirestoreChanges.BEFORE, field(before)));
    if (change.before().isPresent() && change.after().isPresent()) {
      DocumentMask mask = mask(change.before().get().fields(), change.after().get().fields());
      data.addField(
          UPDATE_MASK, Field.newBuilder().addLengthDelimited(mask.toByteString()).build());
    }
    return data.build().toByteArray();
  }

  private static Field field(Document document) {
    return Field.newBuilder()
        .addLengthDelimited(FirestoreEncoding.document(DATABASE, document).toByteString())
        .build();
  }

  /** The top-level fields that differ. */
  private static DocumentMask mask(Fields before, Fields after) {
    TreeSet<String> names = new TreeSet<>(before.asMap().keySet());
    names.addAll(after.asMap().keySet());
    names.removeIf(
        name ->
            before.has(name) == after.has(name) && before.value(name).equals(after.value(name)));
    DocumentMask.Builder mask = DocumentMask.newBuilder();
    names.forEach(name -> mask.addFieldPaths(FieldPaths.quoted(name)));
    return mask.build();
  }

  /** Creates the event that delivers a published task to a function. */
  public static CloudMessage taskPublished(Delivery delivery, String function) {
    JsonObject data =
        JsonTemplate.fill(
            """
            {"subscription": %s,
             "message": {"attributes": %s, "data": "", "messageId": %s, "publishTime": %s}}""",
            PROJECT + "/subscriptions/" + function,
            delivery.task().message(),
            delivery.task().id(),
            delivery.publishedAt().toString());
    return messagePublished(delivery.task().topic(), data);
  }

  /** Creates the event of a published message from the JSON that Pub/Sub pushes. */
  static CloudMessage messagePublished(String topic, JsonObject push) {
    JsonObject message = push.getAsJsonObject("message");
    return json(
            message.get("messageId").getAsString(),
            "google.cloud.pubsub.topic.v1.messagePublished",
            "//pubsub.googleapis.com/" + PROJECT + "/topics/" + topic,
            push)
        .with("time", message.get("publishTime").getAsString());
  }

  /** Creates the event, with this id, of a deleted sign-in account. */
  public static CloudMessage accountDeleted(String id, SubjectId subject, Instant time) {
    return json(
            id,
            "google.firebase.auth.user.v2.deleted",
            "//firebaseauth.googleapis.com/" + PROJECT,
            JsonTemplate.fill("{\"oldValue\": {\"uid\": %s}}", subject.value()))
        .with("time", time.toString());
  }

  /** Creates the event of a stored blob. */
  public static CloudMessage objectFinalized(Blob blob) {
    JsonObject object =
        JsonTemplate.fill(
            """
            {"bucket": %s, "name": %s, "generation": "%s", "size": "%s", "crc32c": %s,
             "contentType": %s, "timeCreated": %s}""",
            blob.id().bucket(),
            blob.id().name(),
            blob.generation(),
            blob.size(),
            crc32c(blob),
            blob.contentType(),
            blob.created().toString());
    if (!blob.metadata().isEmpty()) {
      object.add("metadata", new Gson().toJsonTree(blob.metadata()));
    }
    return objectFinalized(object);
  }

  private static String crc32c(Blob blob) {
    byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES).putInt(blob.crc32c()).array();
    return Base64.getEncoder().encodeToString(bigEndian);
  }

  /** Creates the event of a stored object from its resource in Cloud Storage's JSON API. */
  static CloudMessage objectFinalized(JsonObject object) {
    String bucket = object.get("bucket").getAsString();
    String name = object.get("name").getAsString();
    return json(
            bucket + "-" + object.get("generation").getAsString(),
            "google.cloud.storage.object.v1.finalized",
            "//storage.googleapis.com/projects/_/buckets/" + bucket,
            object)
        .with("subject", "objects/" + name)
        .with("bucket", bucket)
        .with("time", object.get("timeCreated").getAsString());
  }

  private static CloudMessage json(String id, String type, String source, JsonObject data) {
    return CloudMessage.of(
        id, type, source, "application/json", data.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The key for ordered delivery: the top-level document of the path. */
  static String orderingKey(DocumentPath path) {
    return path.segment(0) + "/" + path.segment(1);
  }
}
