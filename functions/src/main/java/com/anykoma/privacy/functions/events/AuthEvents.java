package com.anykoma.privacy.functions.events;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import io.cloudevents.CloudEvent;
import java.util.Optional;

/** Reads Firebase Auth's deletion events of both generations. */
public final class AuthEvents {
  private static final String TYPE = "google.firebase.auth.user.";
  private static final String FIRST_GENERATION_SUBJECT = "users/";

  private AuthEvents() {}

  /**
   * Whose account was deleted: from {@code oldValue.uid} (2nd generation), {@code uid} (1st) or the
   * event's own subject {@code users/UID}, since the data may be absent or name no account.
   *
   * @throws PermanentFailure when the event names nobody for certain; the next reconciliation finds
   *     the account
   */
  public static SubjectId deleted(CloudEvent event) {
    EventData.requireType(event, TYPE);
    if (!event.getType().endsWith(".deleted")) {
      throw new PermanentFailure("the event does not tell of a deletion");
    }
    String uid =
        fromData(event)
            .or(() -> fromSubject(event))
            .orElseThrow(() -> new PermanentFailure("a deletion event names nobody"));
    try {
      return new SubjectId(uid);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("a deletion event names no valid uid");
    }
  }

  private static Optional<String> fromData(CloudEvent event) {
    if (EventData.bytes(event).length == 0) {
      return Optional.empty();
    }
    JsonValue data = EventData.json(event);
    return data.object("oldValue").flatMap(AuthEvents::uid).or(() -> uid(data));
  }

  private static Optional<String> uid(JsonValue user) {
    return user.string("uid").filter(uid -> !uid.isBlank());
  }

  private static Optional<String> fromSubject(CloudEvent event) {
    return EventData.subject(event)
        .filter(subject -> subject.startsWith(FIRST_GENERATION_SUBJECT))
        .map(subject -> subject.substring(FIRST_GENERATION_SUBJECT.length()));
  }
}
