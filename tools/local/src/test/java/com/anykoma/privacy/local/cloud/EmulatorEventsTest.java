package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.events.AuthEvents;
import com.anykoma.privacy.functions.events.FirestoreEvents;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares recorded events of the emulators with the events that functions receive. */
final class EmulatorEventsTest {
  /** {@code users/éa} with the field a = 1, created; recorded from Firestore's emulator. */
  private static final String CREATED =
      "Cl4KN3Byb2plY3RzL2RlbW8teC9kYXRhYmFzZXMvKGRlZmF1bHQpL2RvY3VtZW50cy91c2Vycy/DqWESBwoBYRICEAEa"
          + "DAiyto3YBhCI3bG6ASIMCLK2jdgGEIjdsboBGgA=";

  private static final String DELETED =
      "El4KN3Byb2plY3RzL2RlbW8teC9kYXRhYmFzZXMvKGRlZmF1bHQpL2RvY3VtZW50cy91c2Vycy/DqWESBwoBYRICEAEa"
          + "DAiyto3YBhCI3bG6ASIMCLK2jdgGEIjdsboBGgA=";

  /** The deletion of a document that was not there. */
  private static final String NOTHING = "GgA=";

  private static EmulatorReceiver.Notification told(String body) {
    return new EmulatorReceiver.Notification(
        "/functions/projects/demo-x/triggers/AccountWritten",
        Map.of(
            "ce-id", "9402f4b3",
            "ce-time", "2026-11-22T21:14:26Z",
            "ce-source", "//firestore.googleapis.com/projects/projects/demo-x/databases/(default)",
            "ce-document", "users/\u00c3\u00a9a"),
        body);
  }

  @Test
  void readsCreatedDocumentsWithNameAndServerTime() {
    EmulatorReceiver.Notification told = told(CREATED);
    DocumentChange change = EmulatorEvents.write(told).orElseThrow();

    CloudMessage message = EmulatorEvents.documentChanged(told, change);

    assertThat(FirestoreEvents.of(FirestoreChanges::change).apply(GoogleEventsTest.event(message)))
        .isEqualTo(change);
    assertThat(change.path().id()).isEqualTo("éa");
    assertThat(change.before()).isEmpty();
    assertThat(message.id()).isEqualTo("9402f4b3");
    assertThat(message.time()).isEqualTo(change.after().orElseThrow().createTime());
    assertThat(message.headers())
        .containsEntry("ce-document", "users/%C3%A9a")
        .containsEntry("ce-type", "google.cloud.firestore.document.v1.created");
    assertThat(message.headers().get("ce-source")).doesNotContain("projects/projects");
  }

  @Test
  void readsDeletedDocuments() {
    DocumentChange change = EmulatorEvents.write(told(DELETED)).orElseThrow();

    assertThat(change.after()).isEmpty();
    assertThat(change.before()).isPresent();
  }

  @Test
  void skipsWritesWithoutAChange() {
    String before = DELETED.substring(0, DELETED.length() - 4);
    String after = CREATED.substring(0, CREATED.length() - 4);
    assertThat(before.length() % 4).isZero();

    assertThat(EmulatorEvents.write(told(NOTHING))).isEmpty();
    assertThat(EmulatorEvents.write(told(before + after))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "/////w=="})
  void refusesInvalidEvents(String body) {
    assertThatThrownBy(
            () ->
                EmulatorEvents.write(told(body))
                    .ifPresentOrElse(
                        some -> {},
                        () -> {
                          throw new IllegalArgumentException("nothing");
                        }))
        .isInstanceOfAny(IllegalArgumentException.class, PermanentFailure.class);
  }

  @Test
  void secondGenerationDeletionHasTheSubject() {
    CloudMessage message =
        EmulatorEvents.accountDeleted(
                told(
                    """
                    {"specversion":"1.0","id":"307d63d6","time":"2026-11-22T21:04:42.366Z",
                     "type":"google.firebase.auth.user.v2.deleted",
                     "source":"//identitytoolkit.googleapis.com/projects/demo-x",
                     "subject":"users/told","data":{"oldValue":{"uid":"told"}}}
                    """))
            .orElseThrow();

    assertThat(AuthEvents.deleted(GoogleEventsTest.event(message)))
        .isEqualTo(new SubjectId("told"));
    assertThat(message.id()).isEqualTo("307d63d6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"eventId\":\"1\",\"eventType\":\"providers/firebase.auth/eventTypes/user.delete\","
            + "\"data\":{\"uid\":\"told\"}}",
        "{\"specversion\":\"1.0\",\"id\":\"2\",\"type\":\"google.firebase.auth.user.v2.created\"}"
      })
  void ignoresOtherEventsOfAuth(String body) {
    assertThat(EmulatorEvents.accountDeleted(told(body))).isEmpty();
  }

  @Test
  void readsTasksFromPushedMessages() {
    CloudMessage message =
        EmulatorEvents.messagePublished(
            told(
                """
                {"subscription":"projects/demo-x/subscriptions/Claims","message":{
                 "attributes":{"taskId":"claims-1","taskTopic":"claims","subject":"u1"},
                 "messageId":"17","publishTime":"2026-11-22T21:04:42.366Z"}}
                """),
            "claims");

    assertThat(TaskEvents.task(GoogleEventsTest.event(message)))
        .isEqualTo(new Task("claims", "claims-1", Map.of("subject", "u1")));
  }
}
