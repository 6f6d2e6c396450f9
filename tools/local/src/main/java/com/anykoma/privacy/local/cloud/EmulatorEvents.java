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
 * Converts notifications of the emulators to the CloudEvents that Google sends. The emulators
 * differ from Google:
 *
 * <ul>
 *   <li>Firestore's sends Base64 text, without an update mask, with raw UTF-8 and a doubled {@code
 *       projects/} in headers, and also for writes without a change.
 *   <li>Auth's sends each deletion in both generations of events, and also sign-ups.
 *   <li>Pub/Sub's pushes messages without the attributes of a CloudEvent.
 * </ul>
 */
final class EmulatorEvents {
  private static final String DELETED = "google.firebase.auth.user.v2.deleted";

  private EmulatorEvents() {}

  /** Parses a write from Firestore's emulator. Empty when it changed nothing. */
  static Optional<DocumentChange> write(EmulatorReceiver.Notification notification) {
    byte[] data = Base64.getDecoder().decode(notification.body().strip());
    return FirestoreChanges.change(data).filter(GoogleEvents::isChange);
  }

  /** Converts a write. */
  static CloudMessage documentChanged(
      EmulatorReceiver.Notification notification, DocumentChange change) {
    return GoogleEvents.documentChanged(
        header(notification, "ce-id"), change, Instant.parse(header(notification, "ce-time")));
  }

  private static String header(EmulatorReceiver.Notification notification, String name) {
    String value = notification.headers().get(name);
    if (value == null) {
      throw new IllegalArgumentException("an emulator's event has no header " + name);
    }
    return value;
  }

  /** Converts a second-generation deletion event of Auth. Empty for other events. */
  static Optional<CloudMessage> accountDeleted(EmulatorReceiver.Notification notification) {
    JsonObject event = json(notification);
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

  /** Converts a message that Pub/Sub pushed. */
  static CloudMessage messagePublished(EmulatorReceiver.Notification notification, String topic) {
    return GoogleEvents.messagePublished(topic, json(notification));
  }

  private static JsonObject json(EmulatorReceiver.Notification notification) {
    return JsonParser.parseString(notification.body()).getAsJsonObject();
  }
}
