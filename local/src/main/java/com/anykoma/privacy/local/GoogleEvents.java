package com.anykoma.privacy.local;

import com.anykoma.privacy.functions.edge.FirestoreEvents;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.SqliteAccounts.Deleted;
import com.anykoma.privacy.platform.embedded.SqliteDocuments.Change;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.platform.google.FirestoreEncoding;
import com.anykoma.privacy.platform.google.PubSubTasks;
import com.google.firestore.v1.DocumentMask;
import com.google.gson.JsonObject;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeSet;

/**
 * Writes what happened in the embedded cloud as the CloudEvents that Google would send.
 *
 * @see <a href="https://github.com/googleapis/google-cloudevents">Google's event types</a>
 */
final class GoogleEvents {
  private static final String PROJECT = "projects/demo-anykoma";
  private static final String DATABASE = PROJECT + "/databases/(default)";
  private static final String DOCUMENT = "google.cloud.firestore.document.v1.";
  private static final int UPDATE_MASK = 3;

  private GoogleEvents() {}

  /** Whether the write changed anything: Firestore tells of no other. */
  static boolean tellsSomething(Change change) {
    return change.before().isEmpty()
        || change.after().isEmpty()
        || !change.before().get().fields().equals(change.after().get().fields())
        || !change.before().get().createTime().equals(change.after().get().createTime());
  }

  /** A document was created, updated or deleted. */
  static CloudMessage documentChanged(Change change, Instant now) {
    String path = change.path().value();
    return CloudMessage.of(
            "change-" + change.sequence(),
            DOCUMENT + verb(change),
            "//firestore.googleapis.com/" + DATABASE,
            "application/protobuf",
            eventData(change))
        .with("subject", "documents/" + path)
        .with("time", change.after().map(Document::updateTime).orElse(now).toString())
        .with("project", "demo-anykoma")
        .with("database", "(default)")
        .with("namespace", "(default)")
        .with("document", path);
  }

  private static String verb(Change change) {
    if (change.before().isEmpty()) {
      return "created";
    }
    return change.after().isEmpty() ? "deleted" : "updated";
  }

  private static byte[] eventData(Change change) {
    UnknownFieldSet.Builder data = UnknownFieldSet.newBuilder();
    change.after().ifPresent(after -> data.addField(FirestoreEvents.AFTER, field(after)));
    change.before().ifPresent(before -> data.addField(FirestoreEvents.BEFORE, field(before)));
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
    names.forEach(name -> mask.addFieldPaths(fieldPath(name)));
    return mask.build();
  }

  private static String fieldPath(String name) {
    return name.matches("[A-Za-z_][A-Za-z_0-9]*")
        ? name
        : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** A task was published to its topic, and is delivered to a function. */
  static CloudMessage taskPublished(Delivery delivery, String function) {
    JsonObject attributes = new JsonObject();
    delivery.task().attributes().forEach(attributes::addProperty);
    attributes.addProperty(PubSubTasks.ID, delivery.task().id());
    attributes.addProperty(PubSubTasks.TOPIC, delivery.task().topic());
    JsonObject message = new JsonObject();
    message.add("attributes", attributes);
    message.addProperty("data", "");
    message.addProperty("messageId", delivery.task().id());
    message.addProperty("publishTime", delivery.publishedAt().toString());
    JsonObject data = new JsonObject();
    data.addProperty("subscription", PROJECT + "/subscriptions/" + function);
    data.add("message", message);
    return json(
            delivery.task().id(),
            "google.cloud.pubsub.topic.v1.messagePublished",
            "//pubsub.googleapis.com/" + PROJECT + "/topics/" + delivery.task().topic(),
            data)
        .with("time", delivery.publishedAt().toString());
  }

  /** A sign-in account was deleted. */
  static CloudMessage accountDeleted(Deleted deleted, Instant now) {
    JsonObject user = new JsonObject();
    user.addProperty("uid", deleted.subject().value());
    JsonObject data = new JsonObject();
    data.add("oldValue", user);
    return json(
            "deleted-account-" + deleted.sequence(),
            "google.firebase.auth.user.v2.deleted",
            "//firebaseauth.googleapis.com/" + PROJECT,
            data)
        .with("time", now.toString());
  }

  private static CloudMessage json(String id, String type, String source, JsonObject data) {
    return CloudMessage.of(
        id, type, source, "application/json", data.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The top-level document of the path: changes below the same one are told in order. */
  static String orderingKey(Change change) {
    return change.path().segment(0) + "/" + change.path().segment(1);
  }
}
