package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes of what the emulators tell the CloudEvents that Google sends.
 *
 * <ul>
 *   <li>Firestore's tells in Base64 text, with raw UTF-8 and a doubled {@code projects/} in its
 *       headers and without an update mask, and also of writes that changed nothing.
 *   <li>Auth's tells of each deletion in both generations, and of sign-ups.
 *   <li>Pub/Sub's pushes a message without a CloudEvent's attributes.
 * </ul>
 */
final class EmulatorEvents {
  private static final String DELETED = "google.firebase.auth.user.v2.deleted";

  private EmulatorEvents() {}

  /** The write that Firestore's emulator tells of; empty when it changed nothing. */
  static Optional<DocumentChange> write(EmulatorReceiver.Notification told) {
    byte[] data = Base64.getDecoder().decode(told.body().strip());
    return FirestoreChanges.change(data).filter(GoogleEvents::tellsSomething);
  }

  /** The write's event. */
  static CloudMessage documentChanged(EmulatorReceiver.Notification told, DocumentChange change) {
    return GoogleEvents.documentChanged(
        header(told, "ce-id"), change, Instant.parse(header(told, "ce-time")));
  }

  private static String header(EmulatorReceiver.Notification told, String name) {
    String value = told.headers().get(name);
    if (value == null) {
      throw new IllegalArgumentException("an emulator's event lacks its header " + name);
    }
    return value;
  }

  /** The second generation's event of a deletion; empty for whatever else Auth tells. */
  static Optional<CloudMessage> accountDeleted(EmulatorReceiver.Notification told) {
    JsonObject event = json(told);
    if (!event.has("type") || !event.get("type").getAsString().equals(DELETED)) {
      return Optional.empty();
    }
    return Optional.of(
        CloudMessage.of(
                event.get("id").getAsString(),
                DELETED,
                event.get("source").getAsString(),
                "application/json",
                event.get("data").toString().getBytes(StandardCharsets.UTF_8))
            .with("subject", event.get("subject").getAsString())
            .with("time", event.get("time").getAsString()));
  }

  /** The event of a message that Pub/Sub pushes. */
  static CloudMessage messagePublished(EmulatorReceiver.Notification told, String topic) {
    return GoogleEvents.messagePublished(topic, json(told));
  }

  private static JsonObject json(EmulatorReceiver.Notification told) {
    return JsonParser.parseString(told.body()).getAsJsonObject();
  }
}
