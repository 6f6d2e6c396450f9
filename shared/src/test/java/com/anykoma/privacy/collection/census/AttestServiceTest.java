package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectKey;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.anykoma.privacy.yaml.Setting;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
final class AttestServiceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(NOW);
  private final DataMap map = DataMap.shipped();
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private AttestService attest(DataMap dataMap) {
    return new AttestService(
        cloud.documents(), cloud.keys(), cloud.blobs(), cloud.tasks(), dataMap, clock);
  }

  private Census census() {
    return attest(map).take(Long.MAX_VALUE);
  }

  private static LocationCount at(Census census, String location) {
    return census.locations().stream()
        .filter(each -> each.location().equals(location))
        .findFirst()
        .orElseThrow();
  }

  private LocationCount at(String location) {
    return at(census(), location);
  }

  @CanIgnoreReturnValue
  private static DocumentPath put(Documents documents, String path, Fields fields) {
    DocumentPath at = new DocumentPath(path);
    assertThat(documents.create(at, fields)).isTrue();
    return at;
  }

  private void put(String path, Map<String, Object> fields) {
    put(cloud.documents(), path, Fields.of(fields));
  }

  private void put(String path) {
    put(path, Map.of());
  }

  @CanIgnoreReturnValue
  private BlobId blob(String bucket, String name) {
    BlobId id = new BlobId(bucket, name);
    try {
      cloud.blobs().write(id, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return id;
  }

  /** One of everything that the map names, with every field that it names. */
  private void putOneOfEverything() {
    for (Location each : map.locations()) {
      Map<String, String> ids = new HashMap<>();
      Optional<PathPattern> pattern = each.place().pattern();
      pattern.ifPresent(it -> it.ids().forEach(id -> ids.put(id, "a-" + id)));
      if (each.place() instanceof Place.Documents in) {
        boolean isKeys = in.database().equals(Place.Documents.KEYS);
        put(isKeys ? cloud.keys() : cloud.documents(), in.path().fill(ids), fieldsOf(each));
      } else if (each.place() instanceof Place.Blobs in) {
        blob(in.bucket(), in.path().fill(ids));
      }
    }
  }

  private static Fields fieldsOf(Location location) {
    Map<String, Object> fields = new HashMap<>();
    for (DataField each : location.fields()) {
      boolean isAge = location.aged().filter(each.name()::equals).isPresent();
      Object value = isAge ? NOW : "u1";
      List<String> way = each.segments();
      if (way.size() == 1) {
        fields.put(way.get(0), value);
      } else {
        assertThat(way.size()).isEqualTo(2);
        fields.put(way.get(0), Map.of(way.get(1).equals("*") ? "any" : way.get(1), value));
      }
    }
    return Fields.of(fields);
  }

  @Test
  void documentsWithNumericIdsOfDatastoreAreCountedWhereTheMapNamesThem() {
    put("users/u1/prompts/__id5__");
    put("users/u1/prompts/p1");
    put("users/u1/photos/__id6__");
    put("users/u2/photos/f1");

    Census census = census();

    assertThat(at(census, "prompts").seen()).isEqualTo(2);
    assertThat(census.unlistedCollections())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.shape()).isEqualTo("users/{}/photos");
              assertThat(it.documents()).isEqualTo(2);
            });
  }

  @Test
  void anEmptyWorldIsClean() {
    Census census = census();

    assertThat(census.complete()).isTrue();
    assertThat(census.clean()).isTrue();
    assertThat(census.locations()).allMatch(each -> each.seen() == 0);
  }

  @Test
  void aWorldOfAllThatTheMapNamesIsClean() {
    putOneOfEverything();

    Census census = census();

    assertThat(census.unlistedCollections()).isEmpty();
    assertThat(census.unlistedBlobs()).isEmpty();
    assertThat(census.locations()).allSatisfy(each -> assertThat(each.clean()).isTrue());
    assertThat(census.locations()).allSatisfy(each -> assertThat(each.seen()).isEqualTo(1));
    assertThat(census.locations())
        .extracting(LocationCount::location)
        .containsExactlyElementsOf(
            map.locations().stream()
                .filter(each -> each.place().pattern().isPresent())
                .map(Location::name)
                .toList());
    assertThat(census.complete()).isTrue();
    assertThat(census.clean()).isTrue();
  }

  @Test
  void aCensusWritesNothing() {
    putOneOfEverything();
    put("photos/a");
    cloud.counts().reset();

    assertThat(census().clean()).isFalse();

    assertThat(cloud.counts().snapshot().keySet())
        .noneMatch(each -> each.endsWith(".write") || each.endsWith(".transaction"));
  }

  // places

  @ParameterizedTest
  @CsvSource({
    "photos/a, photos",
    "users/u1/photos/a, users/{}/photos",
    "users/u1/prompts/p1/drafts/a, users/{}/prompts/{}/drafts",
    "subjects/u1/items/i1/usage/a, subjects/{}/items/{}/usage",
    "users/u1/Prompts/a, users/{}/Prompts",
    "users/u1/prompts2/a, users/{}/prompts2",
    "users/u1/users/a, users/{}/users",
    "usage/a, usage",
    "keys/a, keys",
    "securityLogs/a/securityLogs/a, securityLogs/{}/securityLogs",
    "users/u1/a/1/b/2/c/3/d/4/e/5, users/{}/a/{}/b/{}/c/{}/d/{}/e",
    "users/u1/😀/a, users/{}/😀",
  })
  @Keeps("E24")
  void aDocumentWhereNoLocationIsReportedBeItsParentThereOrNot(String path, String shape) {
    put(path);

    Census census = census();

    assertThat(census.unlistedCollections())
        .containsExactly(new UnlistedCollection("main", shape, 1));
    assertThat(census.clean()).isFalse();
    assertThat(census.complete()).isTrue();

    put("users/u1");
    put("users/u1/prompts/p1");
    assertThat(census().unlistedCollections()).isEqualTo(census.unlistedCollections());
  }

  @ParameterizedTest
  @CsvSource({
    "users/u1, users",
    "keys/k/old/a, keys/{}/old",
    "keys/k/keys/a, keys/{}/keys",
    "subjects/u1, subjects"
  })
  void theDatabaseOfKeysIsLookedAtToo(String path, String shape) {
    put(cloud.keys(), path, Fields.empty());

    assertThat(census().unlistedCollections())
        .containsExactly(new UnlistedCollection("keys", shape, 1));
  }

  @Test
  @Keeps("E24")
  void aCollectionThatHoldsNothingItselfIsFoundByWhatIsBeneathIt() {
    put("photos/a/tags/b");
    put("users/u1/photos/a/tags/b");

    assertThat(census().unlistedCollections())
        .containsExactly(
            new UnlistedCollection("main", "photos", 0),
            new UnlistedCollection("main", "users/{}/photos/{}/tags", 1));
  }

  @Test
  void manyDocumentsOfOneShapeAreOneFinding() {
    for (int i = 0; i < 450; i++) {
      put("users/u" + i + "/photos/a");
      put("photos/a" + i);
    }

    assertThat(census().unlistedCollections())
        .containsExactly(
            new UnlistedCollection("main", "photos", 450),
            new UnlistedCollection("main", "users/{}/photos", 450));
  }

  @Test
  void whatSomebodyMadeMillionsOfDoesNotFillTheMemory() {
    int many = 3 * CollectionTally.MAX_SHAPES;
    for (int i = 0; i < many; i++) {
      put("users/u1/c" + i + "/a");
      put("users/u2/prompts/p" + i, Map.of("field" + i, 1));
    }

    Census census = census();

    assertThat(census.unlistedCollections()).hasSize(CollectionTally.MAX_SHAPES + 1);
    assertThat(census.unlistedCollections().stream().mapToLong(UnlistedCollection::documents).sum())
        .isEqualTo(many);
    assertThat(at(census, "prompts").withUnlistedFields()).isEqualTo(many);
    assertThat(at(census, "prompts").unlistedFields()).hasSize(LocationTally.MAX_NAMES);
  }

  @Test
  void aRecordOfAnOddUidHasASubject() {
    SubjectId odd = new SubjectId("a/b");
    put("errorLogs/e1", Map.of("uid", odd.value()));
    put("errorLogs/e2", Map.of("uid", 7L));
    put("subjects/" + odd.documentId());
    put("subjects/" + "x".repeat(200));

    Census census = census();

    assertThat(at(census, "errorLogs").withoutSubject()).isEqualTo(1);
    assertThat(at(census, "subjects").withoutSubject()).isEqualTo(1);
  }

  // fields

  @Test
  void anUnlistedFieldIsReportedWithItsLocation() {
    put("users/u1", Map.of("photoURL", "x", "phone", "y"));
    put("users/u2", Map.of("photoURL", "x", "gpc", true));
    put("users/u3", Map.of("email", "x"));
    put("users/u1/prompts/p1", Map.of("text", "x", "a.b", 1));

    Census census = census();

    assertThat(at(census, "users"))
        .isEqualTo(new LocationCount("users", 3, 2, List.of("phone", "photoURL"), 0, 0));
    assertThat(at(census, "prompts").unlistedFields()).containsExactly("`a.b`");
    assertThat(census.clean()).isFalse();
  }

  @Test
  void aFieldOfAMapAndOfTheMapsOfAListIsReported() {
    put("accounts/none", Map.of());
    put("subjects/u1/items/i1", Map.of("item", Map.of("secret", 1)));
    put("corpus/c1", Map.of("uid", "u1", "state", List.of(Map.of("why", 1))));
    put("purges/p1", Map.of("uid", "u1", "removed", 7L));

    Census census = census();

    assertThat(at(census, "items").unlistedFields()).containsExactly("item.secret");
    assertThat(at(census, "corpus").unlistedFields()).containsExactly("state.why");
    assertThat(at(census, "purges").clean()).isTrue();
  }

  @Test
  void aFieldInTheDatabaseOfKeysIsReported() {
    put(cloud.keys(), "keys/k", Fields.of(Map.of("wrapped", Bytes.of(new byte[1]), "uid", "u1")));

    assertThat(at("keys").unlistedFields()).containsExactly("uid");
  }

  @Test
  void whatIsElsewhereCountsForNoLocation() {
    put("teams/t1/usage/a", Map.of("odd", 1));
    put("users/u1/usage/a", Map.of("feature", "x"));

    Census census = census();

    assertThat(at(census, "usage")).isEqualTo(new LocationCount("usage", 1, 0, List.of(), 0, 0));
    assertThat(census.unlistedCollections())
        .extracting(UnlistedCollection::shape, UnlistedCollection::documents)
        .containsExactly(tuple("teams", 0L));
  }

  @Test
  void documentsOfManyPagesAreAllLookedAt() {
    for (int i = 0; i < 1_001; i++) {
      put("users/u" + i % 9 + "/prompts/p" + i, i == 1_000 ? Map.of("odd", 1) : Map.of());
    }

    assertThat(at("prompts"))
        .isEqualTo(new LocationCount("prompts", 1_001, 1, List.of("odd"), 0, 0));
  }

  // blobs

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/a",
        "users/u1/images",
        "users/u1/images/",
        "users/u1/images/i1/thumb",
        "users/u1/Images/i1",
        "/users/u1/images/i1",
        "users//images/i1",
        "users/../images/i1",
        "a\tb",
      })
  @Keeps("E23")
  void anObjectThatNoLocationNamesIsReported(String name) {
    blob("content", name);
    blob("content", "users/u1/images/i1");

    Census census = census();

    assertThat(census.unlistedBlobs()).containsExactly(Map.entry("content", 1L));
    assertThat(at(census, "sealedImages").seen()).isEqualTo(1);
    assertThat(census.clean()).isFalse();
  }

  @Test
  void objectsAreLookedAtPageByPageInEveryBucketOfTheMap() {
    for (int i = 0; i < 450; i++) {
      blob("content", "photos/a" + i);
      blob("uploads", (i % 2 == 0 ? "users/u1/images/i" : "x") + i);
    }

    Census census = census();

    assertThat(census.unlistedBlobs()).isEqualTo(Map.of("content", 450L, "uploads", 225L));
    assertThat(at(census, "uploadedImages").seen()).isEqualTo(225);
  }

  @Test
  @Keeps("P20")
  void aGenerationThatIsNoLongerLiveIsLookedAtAndAnObjectCountsOnce() {
    cloud.blobs().keepGenerations("content", true);
    BlobId stray = blob("content", "photos/a");
    blob("content", "photos/a");
    blob("content", "photos/b");
    cloud.blobs().delete(cloud.blobs().stat(stray).orElseThrow());

    assertThat(cloud.blobs().stat(stray)).isEmpty();
    assertThat(census().unlistedBlobs()).containsExactly(Map.entry("content", 2L));
  }

  // age

  @ParameterizedTest
  @CsvSource({
    "errorLogs/a, errorLogs, createdAt, P30D",
    "securityLogs/a, securityLogs, createdAt, P365D",
    "users/u1/usage/a, usage, createdAt, P365D",
    "tombstones/a, tombstones, raisedAt, P365D",
    "stripeEvents/a, stripeEvents, recordedAt, P90D",
  })
  void aRecordThatDidNotAgeIsReportedADayAfterItsTimeByTheServersWord(
      String path, String location, String aged, Duration age) {
    for (Object said : new Object[] {"2020", 0L, Instant.parse("9999-01-01T00:00:00Z")}) {
      clock.set(NOW);
      cloud.documents().delete(List.of(new DocumentPath(path)));
      clock.advance(TICK);
      put(path, Map.of(aged, said));
      Instant created = cloud.documents().get(new DocumentPath(path)).orElseThrow().createTime();

      clock.set(created.plus(age).plus(DAY).minus(TICK));
      assertThat(at(location).overAge()).isZero();

      clock.set(created.plus(age).plus(DAY));
      assertThat(at(location).overAge()).as("%s", said).isEqualTo(1);
      assertThat(census().clean()).isFalse();
    }
  }

  @Test
  void aRecordThatSaysNoTimeIsReportedToo() {
    put("errorLogs/a", Map.of("code", "x"));
    clock.advance(Duration.ofDays(31));

    assertThat(at("errorLogs").overAge()).isEqualTo(1);
  }

  @Test
  void whatWasEnteredLateWithAnOldTimeIsLeftToTheSweep() {
    put("errorLogs/a", Map.of("createdAt", Instant.EPOCH));

    assertThat(at("errorLogs").overAge()).isZero();
  }

  @Test
  @Keeps("P16")
  void theMarkOfAKeyAgesAndTheKeyDoesNot() {
    put(cloud.keys(), "keys/live", Fields.of(Map.of("createdAt", NOW)));
    clock.advance(Duration.ofDays(1_000));
    put(cloud.keys(), "keys/gone", Fields.of(Map.of("destroyedAt", clock.instant())));
    put(cloud.keys(), "keys/late", Fields.of(Map.of("destroyedAt", Instant.EPOCH)));
    assertThat(at("keys").overAge()).isZero();
    clock.advance(DAY.multipliedBy(2));
    assertThat(at("keys").overAge()).isEqualTo(1);

    clock.advance(Duration.ofDays(365));

    assertThat(at("keys")).isEqualTo(new LocationCount("keys", 3, 0, List.of(), 2, 0));
  }

  @Test
  @Keeps("P16")
  void plaintextThatWaitsTooLongIsReported() {
    blob("uploads", "users/u1/images/i1");
    blob("content", "users/u1/images/i1");
    clock.advance(Duration.ofDays(2));

    assertThat(at("uploadedImages").overAge()).isEqualTo(1);
    assertThat(at("sealedImages").overAge()).isZero();
  }

  // subjects

  @Test
  @Keeps({"P22", "P23"})
  void aDocumentThatDoesNotSayWhoseItIsIsReported() {
    put("customers/a", Map.of("uid", "u1"));
    put("customers/b", Map.of());
    put("customers/c", Map.of("uid", ""));
    put("customers/d", Map.of("uid", 7L));
    put("customers/e", Map.of("uid", "u".repeat(1_501)));
    put("customers/f", Map.of("uid", "u".repeat(129)));
    put("customers/g", Map.of("uid", List.of("u1")));
    put("users/" + "u".repeat(129), Map.of());

    Census census = census();

    assertThat(at(census, "customers").withoutSubject()).isEqualTo(6);
    assertThat(at(census, "users").withoutSubject()).isEqualTo(1);
    assertThat(census.clean()).isFalse();
  }

  @Test
  void whatMayBeAboutNobodyNeedsNoSubjectButNoWrongOne() {
    put("errorLogs/before sign-in", Map.of("code", "x"));
    put("erasures/done", Map.of("state", "fulfilled"));
    put("stripeEvents/a", Map.of("customer", 7L));
    assertThat(census().clean()).isTrue();

    put("errorLogs/wrong", Map.of("uid", "u".repeat(129)));
    put("erasures/wrong", Map.of("uid", 7L));

    assertThat(at("errorLogs").withoutSubject()).isEqualTo(1);
    assertThat(at("erasures").withoutSubject()).isEqualTo(1);
  }

  @Test
  @Keeps("E25")
  void anOwnerInANestedFieldIsFoundAndADottedNameIsNone() {
    DataMap shares =
        DataMap.read(
            Setting.parse(
                "datamap.yaml",
                """
                categories: { all: [user.content, user.unique_id] }
                retention: { life: { ground: as long as the account } }
                locations:
                  shares: { kind: document, path: "rooms/main/shares/{id}", subject: scope.owner,
                    role: content, purposes: [service], retention: life, export: yes,
                    erase: delete, fields: { scope.owner: { category: user.unique_id } } }
                  rooms: { kind: document, path: "rooms/main", subject: scope.owner, shared: stays,
                    role: content, purposes: [service], retention: life, export: yes,
                    erase: delete, fields: { scope.owner: { category: user.unique_id } } }
                """));
    assertThat(shares.location("shares").orElseThrow().subject())
        .isEqualTo(new SubjectKey.InField("scope.owner"));
    put("rooms/main/shares/a", Map.of("scope", Map.of("owner", "u1")));
    put("rooms/main/shares/b", Map.of("scope.owner", "u1"));
    put("rooms/other/shares/c", Map.of());
    put("rooms/other", Map.of());

    Census census = attest(shares).take(Long.MAX_VALUE);

    assertThat(at(census, "shares"))
        .isEqualTo(new LocationCount("shares", 2, 1, List.of("`scope.owner`"), 0, 1));
    assertThat(census.unlistedCollections())
        .containsExactly(
            new UnlistedCollection("main", "rooms", 1),
            new UnlistedCollection("main", "rooms/{}/shares", 1));
    assertThat(census.unlistedBlobs()).isEmpty();
  }

  // bounds

  @Test
  void aBoundedCensusSaysThatItIsNotComplete() {
    putOneOfEverything();

    assertThat(attest(map).take(5).complete()).isFalse();
    assertThat(seen(attest(map).take(5))).isEqualTo(5 + 5);
    assertThat(attest(map).take(1_000).complete()).isTrue();
    assertThatThrownBy(() -> attest(map).take(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScheduledCensusGoesOnWhereItEndedUntilItHasSeenEverything() {
    for (int i = 0; i < AttestService.PAGE + 300; i++) {
      put("corpus/c" + i, Map.of("uid", "u1"));
    }
    for (int i = 0; i < 250; i++) {
      put("users/u" + i + "/prompts/p/deep/d");
    }
    put("withdrawals/w", Map.of("odd", 1));
    blob("content", "photos/a");

    List<String> lines = new ArrayList<>();
    Logger log = Logger.getLogger(AttestService.class.getName());
    Handler heard = handler(lines);
    log.addHandler(heard);
    try {
      cloud.tasks().publish(List.of(new Task(Topic.ATTEST, "first", new BeginScan("first"))));
      List<Delivery> due = cloud.tasks().lease(1, Duration.ofMinutes(1));
      while (!due.isEmpty()) {
        attest(map).handle(ScanTask.of(due.get(0).task())); // another instance each time
        cloud.tasks().settle(due.get(0).message());
        due = cloud.tasks().lease(1, Duration.ofMinutes(1));
      }
    } finally {
      log.removeHandler(heard);
    }

    assertThat(lines).anyMatch(it -> it.contains("unlistedFields=1"));
    assertThat(lines).anyMatch(it -> it.contains("unlistedBlobs={content=1}"));
    assertThat(lines).anyMatch(it -> it.contains("unlistedCollections=1"));
    assertThat(
            cloud
                .documents()
                .get(DocumentPath.of("scans", "attest"))
                .orElseThrow()
                .fields()
                .instant("completedAt"))
        .contains(clock.instant());
  }

  private static Handler handler(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        lines.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void whateverIsNotLookedAtMakesItIncomplete() {
    for (int i = 0; i < 10; i++) {
      put("users/u" + i + "/photos/a");
    }
    assertThat(attest(map).take(10).complete()).isFalse();
    for (int i = 0; i < 30; i++) {
      blob("content", "users/u1/images/i" + i);
    }

    assertThat(attest(map).take(25).complete()).isFalse();
    assertThat(attest(map).take(31).complete()).isTrue();
  }

  private static long seen(Census census) {
    return census.locations().stream().mapToLong(LocationCount::seen).sum();
  }

  @Test
  void aLargeLocationDoesNotKeepASmallOneFromBeingLookedAt() {
    for (int i = 0; i < 1_500; i++) {
      put("users/u1/prompts/p" + i);
      put("corpus/c" + i, Map.of("uid", "u1"));
      blob("uploads", "users/u1/images/i" + i);
    }
    put("withdrawals/w", Map.of("odd", 1));
    blob("content", "photos/a");

    Census census = attest(map).take(1_000);

    assertThat(census.complete()).isFalse();
    assertThat(at(census, "withdrawals").withUnlistedFields()).isEqualTo(1);
    assertThat(census.unlistedBlobs()).containsKey("content");
  }

  @Test
  void aCensusCostsAboutTwoReadsForADocument() {
    int subjects = 100;
    for (int i = 0; i < 1_000; i++) {
      put("users/u" + i % subjects + "/prompts/p" + i);
    }
    cloud.counts().reset();

    assertThat(census().clean()).isTrue();

    assertThat(cloud.counts().of("documents.read")).isLessThan(2_500);
    assertThat(cloud.counts().of("documents.call")).isLessThan(100);
  }

  @Test
  void theLineOfCountsHoldsNothingThatAClientWrote() {
    put("Marker/a");
    put("users/Marker/Marker/a");
    put("users/Marker", Map.of("Marker", "Marker"));
    put("customers/Marker", Map.of("uid", "Marker".repeat(22)));
    blob("content", "Marker");

    Census census = census();

    assertThat(census.clean()).isFalse();
    assertThat(census.line())
        .isEqualTo(
            "census complete=true seen=2 unlistedFields=1 overAge=0 withoutSubject=1"
                + " unlistedCollections=2 unlistedBlobs={content=1} in=[users, customers]");
    assertThat(census.unlistedCollections().toString()).doesNotContain("Marker");
    assertThat(census.locations().toString()).doesNotContain("Marker");
  }

  @Test
  void namesAreInOrderWhateverOrderTheyAreFoundIn() {
    IntStream.iterate(9, i -> i >= 0, i -> i - 1)
        .forEach(i -> put("users/u" + (9 - i), Map.of("f" + i, 1)));

    assertThat(at("users").unlistedFields()).isSorted().hasSize(10);
  }
}
