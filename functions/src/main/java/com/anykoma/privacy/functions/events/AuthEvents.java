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
   * The subject whose account was deleted: {@code oldValue.uid} of the data (2nd generation), else
   * {@code uid} (1st), else the event's subject {@code users/UID}, since the data may be absent.
   *
   * @throws PermanentFailure when the event contains no valid uid; the next reconciliation finds
   *     the account
   */
  public static SubjectId deleted(CloudEvent event) {
    EventData.requireType(event, TYPE);
    if (!event.getType().endsWith(".deleted")) {
      throw new PermanentFailure("the event is not an account deletion");
    }
    String uid =
        fromData(event)
            .or(() -> fromSubject(event))
            .orElseThrow(() -> new PermanentFailure("the deletion event contains no uid"));
    try {
      return new SubjectId(uid);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("the deletion event contains an invalid uid");
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
