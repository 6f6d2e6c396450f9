package com.anykoma.privacy.functions.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.google.FirestoreChanges;
import com.google.firestore.v1.ArrayValue;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.MapValue;
import com.google.firestore.v1.Value;
import com.google.protobuf.ByteString;
import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the decoding of valid and malformed events. */
final class EventDecodingTest {
  private static final String WRITTEN = "google.cloud.firestore.document.v1.written";
  private static final String DELETED = "google.firebase.auth.user.v2.deleted";
  private static final String PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";
  private static final String FINALIZED = "google.cloud.storage.object.v1.finalized";
  private static final String ROOT = "projects/p/databases/(default)/documents/";

  private static DocumentChange change(CloudEvent event) {
    return FirestoreEvents.of(FirestoreChanges::change).apply(event);
  }

  @Test
  void readsEveryKindOfValueFromProtobuf() {
    Document document =
        document("users/u1/prompts/p1")
            .putFields("text", Value.newBuilder().setStringValue("a cat").build())
            .putFields("seed", Value.newBuilder().setIntegerValue(7).build())
            .putFields("weight", Value.newBuilder().setDoubleValue(0.5).build())
            .putFields("draft", Value.newBuilder().setBooleanValue(true).build())
            .putFields("none", Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build())
            .putFields("at", Value.newBuilder().setTimestampValue(second(5)).build())
            .putFields(
                "raw",
                Value.newBuilder().setBytesValue(ByteString.copyFrom(new byte[] {1})).build())
            .putFields(
                "list",
                Value.newBuilder()
                    .setArrayValue(
                        ArrayValue.newBuilder().addValues(Value.newBuilder().setIntegerValue(1)))
                    .build())
            .putFields(
                "map",
                Value.newBuilder()
                    .setMapValue(
                        MapValue.newBuilder()
                            .putFields("k", Value.newBuilder().setStringValue("v").build()))
                    .build())
            .build();

    DocumentChange change = change(protobuf(Map.of(FirestoreChanges.AFTER, document)));

    assertThat(change.path()).isEqualTo(DocumentPath.of("users", "u1", "prompts", "p1"));
    assertThat(change.before()).isEmpty();
    var after = change.after().orElseThrow();
    assertThat(after.createTime()).isEqualTo(Instant.ofEpochSecond(100));
    assertThat(after.updateTime()).isEqualTo(Instant.ofEpochSecond(200));
    assertThat(after.fields().asMap())
        .containsEntry("text", "a cat")
        .containsEntry("seed", 7L)
        .containsEntry("weight", 0.5)
        .containsEntry("draft", true)
        .containsEntry("none", null)
        .containsEntry("at", Instant.ofEpochSecond(5))
        .containsEntry("raw", Bytes.of(new byte[] {1}))
        .containsEntry("list", List.of(1L))
        .containsEntry("map", Map.of("k", "v"));
  }

  @Test
  void readsDeletionAndDeeplyNestedMap() {
    Value nested = Value.newBuilder().setStringValue("deep").build();
    for (int i = 0; i < 20; i++) {
      nested = Value.newBuilder().setMapValue(MapValue.newBuilder().putFields("n", nested)).build();
    }
    Document document = document("users/u1/prompts/p1").putFields("n", nested).build();

    DocumentChange change =
        change(
            protobuf(
                Map.of(
                    FirestoreChanges.BEFORE,
                    document,
                    FirestoreChanges.AFTER,
                    Document.getDefaultInstance())));

    assertThat(change.after()).isEmpty();
    assertThat(change.before().orElseThrow().fields().has("n")).isTrue();
  }

  @Test
  @Keeps("E24")
  void readsDocumentWithNumericId() {
    Document document = document("users/u1/prompts/__id5__").build();

    DocumentChange change =
        change(
            protobuf(Map.of(FirestoreChanges.BEFORE, document, FirestoreChanges.AFTER, document)));

    assertThat(change.path()).isEqualTo(new DocumentPath("users/u1/prompts/__id5__"));
    assertThat(change.before().orElseThrow().path()).isEqualTo(change.path());
    assertThat(change.after().orElseThrow().path()).isEqualTo(change.path());
  }

  @Test
  void readsGooglesJsonSampleOfAWrite() throws Exception {
    String sample = GoogleSamples.read("DocumentEventData-complex.json");

    DocumentChange change = change(TestEvent.json(WRITTEN, sample));

    assertThat(change.path()).isEqualTo(DocumentPath.of("gcf-test", "IH75dRdeYJKd4uuQiqch"));
    assertThat(change.before()).isEmpty();
    var fields = change.after().orElseThrow().fields();
    assertThat(fields.string("stringValue")).contains("text");
    assertThat(fields.number("intValue")).contains(50L);
    assertThat(fields.instant("timestampValue"))
        .contains(Instant.parse("2020-04-23T14:23:53.241Z"));
  }

  @Test
  void readsGooglesJsonSampleOfAnUpdate() throws Exception {
    String sample = GoogleSamples.read("DocumentEventData-simple.json");

    DocumentChange change = change(TestEvent.json(WRITTEN, sample));

    assertThat(change.before().orElseThrow().fields().number("count")).contains(3L);
    assertThat(change.after().orElseThrow().fields().number("count")).contains(4L);
  }

  @Test
  @Keeps("E14")
  void readsDeletionsOfBothGenerationsAndWithoutData() throws Exception {
    String first = GoogleSamples.read("AuthEventData-complex.json");
    TestEvent bare =
        new TestEvent(
            "google.firebase.auth.user.v1.deleted",
            Optional.of("users/u1"),
            "application/json",
            new byte[0]);

    assertThat(AuthEvents.deleted(TestEvent.json("google.firebase.auth.user.v1.deleted", first)))
        .isEqualTo(new SubjectId("UUpby3s4spZre6kHsgVSPetzQ8l2"));
    assertThat(AuthEvents.deleted(TestEvent.json(DELETED, "{\"oldValue\":{\"uid\":\"u2\"}}")))
        .isEqualTo(new SubjectId("u2"));
    assertThat(AuthEvents.deleted(bare)).isEqualTo(new SubjectId("u1"));
  }

  private static TestEvent deletion(String subject, String data) {
    return new TestEvent(
        "google.firebase.auth.user.v1.deleted",
        Optional.of(subject),
        "application/json",
        data.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"uid\":\"\"}",
        "{\"uid\":\" \"}",
        "{\"oldValue\":{\"uid\":\"\"}}",
        "{\"oldValue\":{}}",
        "{}"
      })
  @Keeps("E14")
  void readsUidFromEventSubjectIfDataHasNone(String data) {
    assertThat(AuthEvents.deleted(deletion("users/u1", data))).isEqualTo(new SubjectId("u1"));
  }

  /** As the Functions Framework passes them: each byte of the header is one character. */
  @ParameterizedTest
  @CsvSource({
    "zo\u00c3\u00ab, zo\u00eb",
    "zo%C3%AB, zo\u00eb",
    "zo%c3%ab, zo\u00eb",
    "zo%C3%83%C2%AB, zo\u00c3\u00ab",
    "\u00e6\u0097\u00a5, \u65e5",
    "\u65e5, \u65e5",
    "a%25b, a%b",
    "a%20b, a b"
  })
  @Keeps({"P19", "E14"})
  void readsRawAndPercentEncodedSubjects(String header, String uid) {
    assertThat(AuthEvents.deleted(deletion("users/" + header, ""))).isEqualTo(new SubjectId(uid));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Marker\u00eb", "Marker%EB", "Marker%", "Marker%4", "Marker%+1", "Marker%zz"})
  @Keeps("P19")
  void refusesSubjectThatIsNotUtf8WithoutQuotingIt(String header) {
    assertThatThrownBy(() -> AuthEvents.deleted(deletion("users/" + header, "")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("the event's subject is not percent-encoded UTF-8");
    assertThat(AuthEvents.deleted(deletion("users/" + header, "{\"uid\":\"zo\u00eb\"}")))
        .isEqualTo(new SubjectId("zo\u00eb"));
  }

  @Test
  void readsTaskAndRefusesGooglesSample() throws Exception {
    String sample = GoogleSamples.read("MessagePublishedData-text.json");

    Task task =
        TaskEvents.task(
            TestEvent.json(
                PUBLISHED,
                "{\"message\":{\"attributes\":{\"taskId\":\"t1\",\"taskTopic\":\"withdraw\","
                    + "\"subject\":\"u1\"},\"messageId\":\"1\"},\"subscription\":\"s\"}"));

    assertThat(task).isEqualTo(new Task("withdraw", "t1", Map.of("subject", "u1")));
    assertThatThrownBy(() -> TaskEvents.task(TestEvent.json(PUBLISHED, sample)))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("taskId");
  }

  @Test
  void readsGooglesSamplesOfAStoredObjectWithQuotedAndBareNumbers() throws Exception {
    String quoted = GoogleSamples.read("StorageObjectData-simple.json");
    String bare = GoogleSamples.read("StorageObjectData-complex.json");

    assertThat(StorageEvents.finalized("uploads", TestEvent.json(FINALIZED, quoted)))
        .isEqualTo(
            new Blob(
                new BlobId("uploads", "folder/Test.cs"),
                1587627537231057L,
                352,
                0xad355379,
                "text/plain",
                Map.of(),
                Instant.parse("2020-04-23T07:38:57.230Z")));
    assertThat(StorageEvents.finalized("uploads", TestEvent.json(FINALIZED, bare)).generation())
        .isEqualTo(96883251L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "../admins/x", "__x__"})
  @Keeps({"E14", "E23"})
  void readsDeletionOfAccountWithUnusualUid(String uid) {
    TestEvent event = TestEvent.json(DELETED, "{\"oldValue\":{\"uid\":\"" + uid + "\"}}");

    assertThat(AuthEvents.deleted(event)).isEqualTo(new SubjectId(uid));
  }

  record Bad(String name, Function<CloudEvent, ?> decoder, TestEvent event) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesInvalidEventsWithoutQuotingThem(Bad bad) {
    assertThatThrownBy(() -> bad.decoder().apply(bad.event()))
        .isInstanceOf(PermanentFailure.class)
        .message()
        .doesNotContain("Marker");
  }

  static Stream<Bad> bad() {
    byte[] noise = "Marker".repeat(100).getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        new Bad("another type", EventDecodingTest::change, TestEvent.json(DELETED, "{}")),
        new Bad("neither before nor after", EventDecodingTest::change, protobuf(Map.of())),
        new Bad("no JSON", EventDecodingTest::change, TestEvent.json(WRITTEN, "Marker")),
        new Bad("empty JSON", EventDecodingTest::change, TestEvent.json(WRITTEN, "")),
        new Bad(
            "noise",
            EventDecodingTest::change,
            new TestEvent(WRITTEN, Optional.empty(), "application/protobuf", noise)),
        new Bad(
            "a name elsewhere",
            EventDecodingTest::change,
            TestEvent.json(WRITTEN, "{\"value\":{\"name\":\"users/Marker\"}}")),
        new Bad(
            "not of the type",
            AuthEvents::deleted,
            TestEvent.json("google.firebase.auth.user.v2.created", "{\"uid\":\"u1\"}")),
        new Bad("no uid", AuthEvents::deleted, TestEvent.json(DELETED, "{}")),
        new Bad(
            "a longer uid than any account's",
            AuthEvents::deleted,
            TestEvent.json(DELETED, "{\"oldValue\":{\"uid\":\"" + "Marker".repeat(22) + "\"}}")),
        new Bad("no message", TaskEvents::task, TestEvent.json(PUBLISHED, "{}")),
        new Bad("an empty message", TaskEvents::task, TestEvent.json(PUBLISHED, "")),
        new Bad(
            "an empty object",
            event -> StorageEvents.finalized("uploads", event),
            TestEvent.json(FINALIZED, "")),
        new Bad(
            "no object",
            event -> StorageEvents.finalized("uploads", event),
            TestEvent.json(FINALIZED, "{\"bucket\":\"b\",\"generation\":\"1\"}")),
        new Bad(
            "a generation of letters",
            event -> StorageEvents.finalized("uploads", event),
            TestEvent.json(
                FINALIZED,
                "{\"bucket\":\"bucket\",\"name\":\"Marker\",\"generation\":\"Marker\"}")));
  }

  private static Document.Builder document(String path) {
    return Document.newBuilder()
        .setName(ROOT + path)
        .setCreateTime(second(100))
        .setUpdateTime(second(200));
  }

  private static Timestamp second(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }

  private static TestEvent protobuf(Map<Integer, Document> documents) {
    UnknownFieldSet.Builder data = UnknownFieldSet.newBuilder();
    documents.forEach(
        (number, document) ->
            data.addField(
                number,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(document.toByteString())
                    .build()));
    byte[] bytes = data.build().toByteArray();
    return new TestEvent(
        WRITTEN, Optional.empty(), "application/protobuf", Arrays.copyOf(bytes, bytes.length));
  }
}
