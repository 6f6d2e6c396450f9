package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.events.AuthEvents;
import com.anykoma.privacy.functions.events.FirestoreEvents;
import com.anykoma.privacy.functions.events.StorageEvents;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.google.firestore.v1.DocumentMask;
import com.google.protobuf.UnknownFieldSet;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GoogleEventsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00.123456Z");
  private static final DocumentPath PATH = DocumentPath.of("users", "ü 1%\"", "prompts", "p(1)");

  private static final List<@Nullable Object> ODD = odd();

  private static List<@Nullable Object> odd() {
    List<@Nullable Object> odd = new ArrayList<>();
    odd.add(null);
    odd.addAll(
        List.of(
            true,
            false,
            0L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            -0.0,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            1e300));
    odd.addAll(
        List.of(
            "",
            "\u0000\n\"\\",
            "drache \uD83D\uDC09 e\u0301",
            "@t",
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("1969-12-31T23:59:59.000001Z"),
            Bytes.of(new byte[0]),
            Bytes.of(new byte[] {0, -1, 127}),
            List.of(),
            Map.of()));
    return odd;
  }

  private static Fields random(Random random, int depth) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      values.put(name(random), value(random, depth));
    }
    return Fields.of(values);
  }

  private static String name(Random random) {
    return List.of("a", "a.b", "`", "@t", "with space", "\\", "9", "é", "_x1")
        .get(random.nextInt(9));
  }

  private static @Nullable Object value(Random random, int depth) {
    int kind = random.nextInt(depth > 4 ? 1 : 4);
    if (kind == 1) {
      return random(random, depth + 1);
    }
    if (kind == 2) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(value(random, depth + 1));
      }
      return list;
    }
    return ODD.get(random.nextInt(ODD.size()));
  }

  private static Optional<Document> document(Fields fields, Instant updated) {
    return Optional.of(new Document(PATH, fields, NOW, updated));
  }

  static CloudEvent event(CloudMessage message) {
    return CloudEventBuilder.v1()
        .withId(header(message, "ce-id"))
        .withType(header(message, "ce-type"))
        .withSource(URI.create(header(message, "ce-source")))
        .withDataContentType(header(message, "content-type"))
        .withData(message.body().toArray())
        .build();
  }

  private static String header(CloudMessage message, String name) {
    return Objects.requireNonNull(message.headers().get(name));
  }

  @Test
  void randomWritesRoundTrip() {
    Random random = new Random(20260302);
    for (int i = 0; i < 2_000; i++) {
      Optional<Document> before = document(random(random, 0), NOW);
      Optional<Document> after = document(random(random, 0), NOW.plusNanos(1_000));
      boolean created = i % 3 == 0;
      boolean deleted = i % 3 == 1;
      DocumentChange change =
          new DocumentChange(
              PATH, created ? Optional.empty() : before, deleted ? Optional.empty() : after);

      DocumentChange read =
          FirestoreEvents.of(FirestoreChanges::change)
              .apply(event(GoogleEvents.documentChanged("change-7", change, NOW)));

      assertThat(read).isEqualTo(change);
    }
  }

  @Test
  void edgeCaseValuesRoundTrip() {
    for (Object each : ODD) {
      DocumentChange change =
          new DocumentChange(
              PATH, Optional.empty(), document(Fields.empty().with("odd", each), NOW));

      DocumentChange read =
          FirestoreEvents.of(FirestoreChanges::change)
              .apply(event(GoogleEvents.documentChanged("change-7", change, NOW)));

      assertThat(read.after()).isEqualTo(change.after());
    }
  }

  @Test
  void writeEventsHaveGooglesAttributes() {
    DocumentChange change =
        new DocumentChange(PATH, Optional.empty(), document(Fields.empty(), NOW));

    CloudMessage message = GoogleEvents.documentChanged("change-7", change, NOW);

    assertThat(message.headers())
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-id", "change-7")
        .containsEntry("ce-type", "google.cloud.firestore.document.v1.created")
        .containsEntry(
            "ce-source", "//firestore.googleapis.com/projects/demo-anykoma/databases/(default)")
        .containsEntry("ce-database", "(default)")
        .containsEntry("ce-namespace", "(default)")
        .containsEntry("ce-document", "users/%C3%BC%201%25%22/prompts/p(1)")
        .containsEntry("ce-subject", "documents/users/%C3%BC%201%25%22/prompts/p(1)")
        .containsEntry("content-type", "application/protobuf");
  }

  @Test
  void eventTypeDependsOnBeforeAndAfter() {
    Optional<Document> some = document(Fields.empty(), NOW);

    assertThat(type(new DocumentChange(PATH, Optional.empty(), some))).endsWith(".created");
    assertThat(type(new DocumentChange(PATH, some, some))).endsWith(".updated");
    assertThat(type(new DocumentChange(PATH, some, Optional.empty()))).endsWith(".deleted");
  }

  private static String type(DocumentChange change) {
    return header(GoogleEvents.documentChanged("change-7", change, NOW), "ce-type");
  }

  @Test
  void updateMaskListsTheChangedFields() throws Exception {
    Fields before = Fields.empty().with("same", 1L).with("gone", 1L).with("odd`name", 1L);
    Fields after = Fields.empty().with("same", 1L).with("nulled", (Object) null);
    DocumentChange change = new DocumentChange(PATH, document(before, NOW), document(after, NOW));

    UnknownFieldSet data =
        UnknownFieldSet.parseFrom(
            GoogleEvents.documentChanged("change-7", change, NOW).body().toArray());

    assertThat(
            DocumentMask.parseFrom(data.getField(3).getLengthDelimitedList().get(0))
                .getFieldPathsList())
        .containsExactly("gone", "nulled", "`odd\\`name`");
  }

  @Test
  void writeWithoutAChangeIsNoEvent() {
    Optional<Document> before = document(Fields.empty().with("a", 1L), NOW);
    Optional<Document> after = document(Fields.empty().with("a", 1L), NOW.plusSeconds(1));

    assertThat(GoogleEvents.isChange(new DocumentChange(PATH, before, after))).isFalse();
    assertThat(GoogleEvents.isChange(new DocumentChange(PATH, before, Optional.empty()))).isTrue();
  }

  @Test
  void tasksRoundTrip() {
    Task task =
        new Task("withdraw", "withdraw-évt", Map.of("subject", "ü\"1\n", "data", "", "@", "x"));

    CloudMessage message =
        GoogleEvents.taskPublished(new Delivery(task, task.id(), 3, NOW), "Withdraw");

    assertThat(TaskEvents.task(event(message))).isEqualTo(task);
  }

  @Test
  void accountDeletionsRoundTrip() {
    SubjectId subject = new SubjectId("ü \"1");

    CloudMessage message = GoogleEvents.accountDeleted("deleted-account-1", subject, NOW);

    assertThat(AuthEvents.deleted(event(message))).isEqualTo(subject);
  }

  @Test
  void redeliveredMessagesRoundTrip() {
    CloudMessage message =
        GoogleEvents.accountDeleted("deleted-account-1", new SubjectId("u1"), NOW).with("x", "é%");

    Task aside = message.redelivery("UserDeleted");

    assertThat(CloudMessage.of(aside)).isEqualTo(message);
    assertThat(CloudMessage.functionOf(aside)).isEqualTo("UserDeleted");
    assertThat(aside.id()).isEqualTo("redeliver-UserDeleted-deleted-account-1");
  }

  @Test
  void storedBlobsRoundTrip() {
    for (int crc32c : List.of(0, 1, -1, Integer.MIN_VALUE, 0x12345678)) {
      Blob blob =
          new Blob(
              new BlobId("uploads", "users/ü 1%\"/images/i/../1"),
              1_764_223_000_123_456L,
              1L << 40,
              crc32c,
              "image/png; x=\"é\"",
              Map.of("a", "é\n", "b", ""),
              NOW);

      CloudMessage message = GoogleEvents.objectFinalized(blob);

      assertThat(StorageEvents.finalized("uploads", event(message))).isEqualTo(blob);
      assertThat(message.redelivery("BlobUploaded").id())
          .isEqualTo("redeliver-BlobUploaded-uploads-1764223000123456");
    }
  }
}
