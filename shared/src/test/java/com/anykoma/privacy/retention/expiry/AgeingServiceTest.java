package com.anykoma.privacy.retention.expiry;

import static com.anykoma.privacy.retention.expiry.AgeingService.MAX_PER_RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.protection.vault.Watched;
import com.anykoma.privacy.retention.expiry.AgeingService.Aged;
import com.anykoma.privacy.retention.removal.BreakerLimits;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Keeps({"P14", "P19", "P21"})
final class AgeingServiceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant A_YEAR_AGO = Instant.parse("2025-11-22T12:00:00Z");
  private static final Instant THIRTY_DAYS_AGO = NOW.minus(Duration.ofDays(30));
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final String ADDRESS = "203.0.113.7";
  private static final String NETWORK = "203.0.113.0/24";

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(NOW);
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Aged sweep(Documents documents, Documents keys, DataMap dataMap) {
    return sweep(documents, keys, dataMap, new BreakerLimits(1, 1, 1, 1, 1_000_000, 1_000_000));
  }

  private Aged sweep(Documents documents, Documents keys, DataMap dataMap, BreakerLimits limits) {
    return new AgeingService(documents, keys, dataMap, expiry(limits), clock)
        .sweep(clock.instant().plus(Duration.ofMinutes(1)));
  }

  private ExpiryBreaker expiry(BreakerLimits limits) {
    return new ExpiryBreaker(cloud.documents(), new AuditLog(new Random(7)), limits, clock);
  }

  private Aged sweep(Documents documents) {
    return sweep(documents, cloud.keys(), DataMap.shipped());
  }

  private Aged sweep() {
    return sweep(cloud.documents());
  }

  private DocumentPath put(String path, Fields fields) {
    DocumentPath at = new DocumentPath(path);
    assertThat(cloud.documents().create(at, fields)).isTrue();
    return at;
  }

  private DocumentPath usage(String subject, String id, Instant createdAt) {
    return put(
        "users/" + subject + "/usage/" + id,
        Fields.of(Map.of("feature", "upscale", "createdAt", createdAt)));
  }

  private DocumentPath signIn(String id, Object ip, Instant createdAt) {
    return put(
        "securityLogs/" + id,
        Fields.of(Map.of("uid", "u1", "event", "signIn", "ip", ip, "createdAt", createdAt)));
  }

  private boolean isThere(DocumentPath path) {
    return cloud.documents().get(path).isPresent();
  }

  private @Nullable Object ipOf(DocumentPath path) {
    return cloud.documents().get(path).orElseThrow().fields().asMap().get("ip");
  }

  private Optional<Instant> progress(String location, String field) {
    return cloud
        .documents()
        .get(DocumentPath.of("ageings", location))
        .flatMap(each -> each.fields().instant(field));
  }

  private long count(String operation) {
    return cloud.counts().of(operation);
  }

  // deleting

  @Test
  void aRecordGoesAtExactlyItsAgeAndNotATickBefore() {
    DocumentPath record = usage("u1", "a", A_YEAR_AGO);
    clock.set(NOW.minus(TICK));
    assertThat(sweep()).isEqualTo(new Aged(0, 0));
    assertThat(isThere(record)).isTrue();

    clock.set(NOW);

    assertThat(sweep()).isEqualTo(new Aged(1, 0));
    assertThat(isThere(record)).isFalse();
    assertThat(sweep()).isEqualTo(new Aged(0, 0));
  }

  @Test
  void eachClassHasAnAgeOfItsOwnAndWhatIsATickYoungerStays() {
    List<String> kept =
        List.of(
            usage("u1", "kept", A_YEAR_AGO.plus(TICK)).value(),
            log("errorLogs/kept", "createdAt", THIRTY_DAYS_AGO.plus(TICK)),
            log("securityLogs/kept", "createdAt", A_YEAR_AGO.plus(TICK)),
            log("tombstones/kept", "raisedAt", A_YEAR_AGO.plus(TICK)),
            log("stripeEvents/kept", "recordedAt", NOW.minus(Duration.ofDays(90)).plus(TICK)));
    List<String> due =
        List.of(
            usage("u1", "due", A_YEAR_AGO).value(),
            log("errorLogs/due", "createdAt", THIRTY_DAYS_AGO),
            log("securityLogs/due", "createdAt", A_YEAR_AGO),
            log("tombstones/due", "raisedAt", A_YEAR_AGO.minus(TICK)),
            log("stripeEvents/due", "recordedAt", NOW.minus(Duration.ofDays(90))));

    assertThat(sweep().deleted()).isEqualTo(due.size());

    assertThat(kept).allMatch(each -> isThere(new DocumentPath(each)));
    assertThat(due).noneMatch(each -> isThere(new DocumentPath(each)));
  }

  private String log(String path, String aged, Instant at) {
    return put(path, Fields.of(Map.of(aged, at))).value();
  }

  /** A year ago is the same day of the year before; on 29 February it is the 28th. */
  @ParameterizedTest
  @CsvSource({
    "2028-02-29T12:00:00Z, 2027-02-28T12:00:00Z",
    "2029-02-28T12:00:00Z, 2028-02-28T12:00:00Z",
    "2029-03-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "2028-03-01T00:00:00Z, 2027-03-01T00:00:00Z",
    "2027-03-28T01:30:00Z, 2026-03-28T01:30:00Z",
  })
  @Keeps("E29")
  void aYearIsCountedByTheCalendar(Instant now, Instant lastDue) {
    clock.set(now);
    DocumentPath due = usage("u1", "due", lastDue);
    DocumentPath kept = usage("u1", "kept", lastDue.plus(TICK));

    assertThat(sweep().deleted()).isEqualTo(1);

    assertThat(isThere(due)).isFalse();
    assertThat(isThere(kept)).isTrue();
  }

  @Test
  void whatATimeOf29FebruaryBearsIsGoneOn1March() {
    DocumentPath record = usage("u1", "a", Instant.parse("2028-02-29T23:59:59Z"));
    clock.set(Instant.parse("2029-03-01T00:00:00Z").minus(TICK));
    assertThat(sweep().deleted()).isZero();

    clock.set(Instant.parse("2029-03-01T00:00:00Z"));

    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(isThere(record)).isFalse();
  }

  @Test
  void whatSaysNoTimeOrNoneThatHasComeDoesNotAge() {
    List<@Nullable Object> ages =
        Arrays.asList(
            null,
            "2020-01-01T00:00:00Z",
            0L,
            1_577_836_800_000L,
            Double.NEGATIVE_INFINITY,
            false,
            Bytes.of(new byte[8]),
            List.of(Instant.EPOCH),
            Map.of("at", Instant.EPOCH),
            Instant.parse("9999-12-31T23:59:59Z"),
            NOW);
    for (int i = 0; i < ages.size(); i++) {
      put("users/u1/usage/a" + i, Fields.empty().with("createdAt", ages.get(i)));
      put("errorLogs/a" + i, Fields.empty().with("createdAt", ages.get(i)));
    }
    put("users/u1/usage/none", Fields.of(Map.of("at", Instant.EPOCH)));
    put("errorLogs/none", Fields.empty());

    assertThat(sweep()).isEqualTo(new Aged(0, 0));
  }

  @Test
  void aTimeBefore1970IsATime() {
    DocumentPath record = usage("u1", "a", Instant.parse("0001-01-01T00:00:00Z"));

    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(isThere(record)).isFalse();
  }

  @Test
  void aClockThatIsSetBackDeletesNothing() {
    usage("u1", "a", A_YEAR_AGO);
    clock.set(NOW.minus(Duration.ofDays(400)));

    assertThat(sweep()).isEqualTo(new Aged(0, 0));
  }

  @Test
  @Keeps("E23")
  void neighboursInOtherCollectionsOfTheSameIdStay() {
    Fields old = Fields.of(Map.of("createdAt", Instant.EPOCH));
    List<DocumentPath> neighbours =
        List.of(
            put("usage/a", old),
            put("users/u1/prompts/p1/usage/a", old),
            put("teams/t1/usage/a", old),
            put("users/u1/usage/a/usage/a", old),
            put("users/u1/usage2/a", old),
            put("users/u1/errorLogs/a", old),
            put("errorLogs/a/errorLogs/a", old),
            put("archive/a/errorLogs/a", old));
    cloud.keys().create(new DocumentPath("users/u1/usage/a"), old);
    cloud.keys().create(new DocumentPath("errorLogs/a"), old);
    DocumentPath mine = usage("u1", "mine", A_YEAR_AGO);
    DocumentPath underAMissingParent = usage("u10", "mine", A_YEAR_AGO);

    assertThat(sweep().deleted()).isEqualTo(2);

    assertThat(isThere(mine)).isFalse();
    assertThat(isThere(underAMissingParent)).isFalse();
    assertThat(neighbours).allMatch(this::isThere);
    assertThat(cloud.keys().get(new DocumentPath("users/u1/usage/a"))).isPresent();
    assertThat(cloud.keys().get(new DocumentPath("errorLogs/a"))).isPresent();
  }

  @Test
  @Keeps("E23")
  void neighboursHoweverManyKeepNoRecordFromAgeing() {
    int many = MAX_PER_RUN + 200;
    for (int i = 0; i < many; i++) {
      put("teams/t1/usage/a" + i, Fields.of(Map.of("createdAt", Instant.ofEpochSecond(i))));
    }
    usage("u1", "before", Instant.EPOCH.minusSeconds(1));
    usage("u1", "behind", A_YEAR_AGO);

    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(progress("usage", "passedThrough")).isPresent();
    assertThat(sweep().deleted()).isEqualTo(1);

    assertThat(progress("usage", "passedThrough")).isEmpty();
    usage("u2", "late", Instant.EPOCH);
    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(cloud.documents().collections(Optional.of(new DocumentPath("teams/t1"))))
        .containsExactly("usage");
  }

  @Test
  void asManyNeighboursOfOneInstantKeepNoRecordFromAgeing() {
    for (int i = 0; i < MAX_PER_RUN + 200; i++) {
      put("teams/t1/usage/a" + i, Fields.of(Map.of("createdAt", Instant.EPOCH)));
    }
    usage("u1", "behind", Instant.EPOCH);

    assertThat(sweep().deleted() + sweep().deleted()).isEqualTo(1);
  }

  @Test
  @Keeps({"P16", "P19"})
  void theMarkOfADestroyedKeyGoesAndALiveKeyNeverDoes() {
    Fields live = Fields.of(Map.of("wrapped", Bytes.of(new byte[9]), "createdAt", Instant.EPOCH));
    Documents keys = cloud.keys();
    keys.create(new DocumentPath("keys/live"), live);
    keys.create(new DocumentPath("keys/both"), live.with("destroyedAt", Instant.EPOCH));
    keys.create(new DocumentPath("keys/gone"), Fields.of(Map.of("destroyedAt", A_YEAR_AGO)));
    keys.create(
        new DocumentPath("keys/fence"), Fields.of(Map.of("destroyedAt", A_YEAR_AGO.plus(TICK))));
    put("keys/main", Fields.of(Map.of("destroyedAt", Instant.EPOCH)));

    assertThat(sweep().deleted()).isEqualTo(1);

    assertThat(keys.get(new DocumentPath("keys/gone"))).isEmpty();
    assertThat(keys.get(new DocumentPath("keys/live"))).isPresent();
    assertThat(keys.get(new DocumentPath("keys/both"))).isPresent();
    assertThat(keys.get(new DocumentPath("keys/fence"))).isPresent();
    assertThat(isThere(new DocumentPath("keys/main"))).isTrue();
  }

  @Test
  void tenThousandGoInTwoRunsOldestFirstAtOneWriteEach() {
    int many = 2 * MAX_PER_RUN;
    for (int i = 0; i < many; i++) {
      usage("u" + i % 7, "a" + (many - i), A_YEAR_AGO.minusSeconds(i));
    }
    cloud.counts().reset();

    assertThat(sweep().deleted()).isEqualTo(MAX_PER_RUN);

    assertThat(count("documents.write")).isBetween((long) MAX_PER_RUN, MAX_PER_RUN * 11L / 10);
    assertThat(count("documents.read")).isBetween((long) MAX_PER_RUN, MAX_PER_RUN * 21L / 10);
    assertThat(isThere(new DocumentPath("users/u0/usage/a" + many))).isTrue();
    assertThat(isThere(new DocumentPath("users/u" + (many - 1) % 7 + "/usage/a1"))).isFalse();
    assertThat(sweep().deleted()).isEqualTo(MAX_PER_RUN);
    assertThat(sweep().deleted()).isZero();
  }

  @Test
  void whereNothingIsDueARunCostsNextToNothing() {
    for (int i = 0; i < 1_000; i++) {
      usage("u1", "a" + i, NOW.minusSeconds(i));
      signIn("a" + i, ADDRESS, NOW.minusSeconds(i));
    }
    sweep();
    cloud.counts().reset();

    assertThat(sweep()).isEqualTo(new Aged(0, 0));

    assertThat(count("documents.write")).isZero();
    assertThat(count("documents.read")).isLessThan(10);
    assertThat(count("documents.call")).isLessThan(20);
  }

  @Test
  void aRecordThatIsRenewedMeanwhileStays() {
    DocumentPath tombstone = put("tombstones/t", Fields.of(Map.of("raisedAt", A_YEAR_AGO)));
    DocumentPath other = put("tombstones/u", Fields.of(Map.of("raisedAt", A_YEAR_AGO)));
    Documents overtaken =
        Watched.overtaken(
            Documents.class,
            cloud.documents(),
            "transact",
            () -> {
              Document read = cloud.documents().get(tombstone).orElseThrow();
              assertThat(
                      cloud
                          .documents()
                          .update(tombstone, read.updateTime(), Fields.of(Map.of("raisedAt", NOW))))
                  .isTrue();
            });

    assertThat(sweep(overtaken).deleted()).isEqualTo(1);

    assertThat(isThere(tombstone)).isTrue();
    assertThat(isThere(other)).isFalse();
  }

  @Test
  void aRunWhoseAnswerIsLostIsMadeGoodByTheNext() {
    DocumentPath record = usage("u1", "a", A_YEAR_AGO);
    DocumentPath log = put("errorLogs/a", Fields.of(Map.of("createdAt", A_YEAR_AGO)));
    Documents flaky = Watched.unanswered(Documents.class, cloud.documents(), "transact");

    assertThatThrownBy(() -> sweep(flaky)).hasMessage("the connection broke");

    assertThat(isThere(log)).isFalse();
    assertThat(sweep()).isEqualTo(new Aged(0, 0));
    assertThat(isThere(record)).isFalse();
  }

  @Test
  void oneDatabaseThatFailsDoesNotKeepTheOthersRecords() {
    DocumentPath record = usage("u1", "a", A_YEAR_AGO);
    DocumentPath tombstone = put("tombstones/t", Fields.of(Map.of("raisedAt", A_YEAR_AGO)));
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    Documents brokenKeys = failing(cloud.keys(), "find");

    assertThatThrownBy(() -> sweep(cloud.documents(), brokenKeys, DataMap.shipped()))
        .hasMessage("find is broken");

    assertThat(isThere(record)).isFalse();
    assertThat(isThere(tombstone)).isFalse();
    assertThat(ipOf(signIn)).isEqualTo(NETWORK);
  }

  @Test
  void whatCannotBeDeletedIsCutNevertheless() {
    signIn("old", ADDRESS, A_YEAR_AGO);
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    Documents flaky = Watched.unanswered(Documents.class, cloud.documents(), "transact");

    assertThatThrownBy(() -> sweep(flaky)).hasMessage("the connection broke");

    assertThat(ipOf(signIn)).isEqualTo(NETWORK);
  }

  private static Documents failing(Documents documents, String operation) {
    return Watched.port(
        Documents.class,
        documents,
        new Watched.Watch() {
          @Override
          public void before(String each) {
            if (each.equals(operation)) {
              throw new IllegalStateException(operation + " is broken");
            }
          }
        });
  }

  // cutting addresses

  @Test
  void anAddressIsCutAtExactlyItsAgeAndNotATickBefore() {
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    clock.set(NOW.minus(TICK));
    assertThat(sweep()).isEqualTo(new Aged(0, 0));
    assertThat(ipOf(signIn)).isEqualTo(ADDRESS);

    clock.set(NOW);

    assertThat(sweep()).isEqualTo(new Aged(0, 1));
    assertThat(cloud.documents().get(signIn).orElseThrow().fields())
        .isEqualTo(
            Fields.of(
                Map.of(
                    "uid", "u1", "event", "signIn", "ip", NETWORK, "createdAt", THIRTY_DAYS_AGO)));
    assertThat(sweep()).isEqualTo(new Aged(0, 0));
  }

  @Test
  void whatIsNoAddressIsRemovedAndANetworkStays() {
    DocumentPath text = signIn("text", "me@example.com", THIRTY_DAYS_AGO);
    DocumentPath number = signIn("number", 3_405_803_783L, THIRTY_DAYS_AGO);
    DocumentPath large = signIn("large", "1".repeat(1_000_000), THIRTY_DAYS_AGO);
    DocumentPath network = signIn("network", NETWORK, THIRTY_DAYS_AGO);
    DocumentPath ipv6 = signIn("ipv6", "2001:db8:1:2::3", THIRTY_DAYS_AGO);

    assertThat(sweep()).isEqualTo(new Aged(0, 4));

    assertThat(Arrays.asList(ipOf(text), ipOf(number), ipOf(large))).containsOnlyNulls();
    assertThat(ipOf(network)).isEqualTo(NETWORK);
    assertThat(ipOf(ipv6)).isEqualTo("2001:db8:1::/48");
  }

  @Test
  void onlyTheLocationsOwnDocumentsAreCut() {
    Fields entry = Fields.of(Map.of("ip", ADDRESS, "createdAt", THIRTY_DAYS_AGO));
    List<DocumentPath> others =
        List.of(
            put("errorLogs/a", entry.with("createdAt", NOW)),
            put("users/u1/securityLogs/a", entry),
            put("securityLogs/a/securityLogs/a", entry),
            put("users/u1/usage/a", entry));

    assertThat(sweep().truncated()).isZero();

    assertThat(others).allMatch(each -> ADDRESS.equals(ipOf(each)));
  }

  @Test
  void aRunReadsOnlyWhatBecameDueAndThatOnceMoreADayLater() {
    for (int i = 0; i < 2_400; i++) {
      signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO.plus(Duration.ofMinutes(3L * i)));
    }
    clock.set(NOW.plus(Duration.ofDays(4)));
    assertThat(sweep().truncated()).isEqualTo(4 * 480 + 1);
    cloud.counts().reset();

    clock.set(NOW.plus(Duration.ofDays(4).plusHours(1)));
    assertThat(sweep().truncated()).isEqualTo(20);

    assertThat(count("documents.read")).isLessThan(2 * 20 + 12);
    assertThat(count("documents.write")).isLessThan(20 + 4);
  }

  @Test
  void anEntryThatComesADayLateIsCutWithinTheNextDay() {
    signIn("a day ago", ADDRESS, THIRTY_DAYS_AGO.minus(Duration.ofDays(1)));
    signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    sweep();
    assertThat(progress("securityLogs", "recheckedThrough"))
        .contains(THIRTY_DAYS_AGO.minus(Duration.ofDays(1)));
    DocumentPath late =
        signIn("late", ADDRESS, THIRTY_DAYS_AGO.minus(Duration.ofDays(1)).plus(TICK));
    signIn("b", ADDRESS, THIRTY_DAYS_AGO.plus(Duration.ofDays(1)));

    clock.advance(Duration.ofDays(1));
    sweep();

    assertThat(ipOf(late)).isEqualTo(NETWORK);
  }

  @Test
  void moreThanARunsFillIsCutByTheRunsThatFollow() {
    int many = MAX_PER_RUN + 250;
    for (int i = 0; i < many; i++) {
      signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO.minusSeconds(i));
    }
    cloud.counts().reset();

    assertThat(sweep().truncated()).isEqualTo(MAX_PER_RUN);
    assertThat(count("documents.write")).isLessThan(MAX_PER_RUN * 11L / 10);

    assertThat(ipOf(new DocumentPath("securityLogs/a" + (many - 1)))).isEqualTo(NETWORK);
    assertThat(ipOf(new DocumentPath("securityLogs/a0"))).isEqualTo(ADDRESS);
    assertThat(sweep().truncated()).isEqualTo(250);
    assertThat(sweep().truncated()).isZero();
  }

  @Test
  void asManyOfOneInstantAreCutWithoutLosingOne() {
    int many = MAX_PER_RUN + 250;
    IntStream.range(0, many).forEach(i -> signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO));

    assertThat(sweep().truncated() + sweep().truncated()).isEqualTo(many);
  }

  @Test
  void aLostRaceIsLeftToTheNextRunWhichComesBackToIt() {
    signIn("before", ADDRESS, THIRTY_DAYS_AGO.minusSeconds(2));
    DocumentPath lost = signIn("lost", ADDRESS, THIRTY_DAYS_AGO.minusSeconds(1));
    DocumentPath after = signIn("after", ADDRESS, THIRTY_DAYS_AGO);
    Documents overtaken =
        Watched.port(
            Documents.class,
            cloud.documents(),
            new Watched.Watch() {
              private int updates;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && ++updates == 2) {
                  Document read = cloud.documents().get(lost).orElseThrow();
                  Fields more = Fields.of(Map.of("outcome", "blocked"));
                  assertThat(cloud.documents().update(lost, read.updateTime(), more)).isTrue();
                }
              }
            });

    assertThat(sweep(overtaken).truncated()).isEqualTo(2);
    assertThat(ipOf(lost)).isEqualTo(ADDRESS);
    assertThat(ipOf(after)).isEqualTo(NETWORK);

    assertThat(sweep().truncated()).isEqualTo(1);
    assertThat(ipOf(lost)).isEqualTo(NETWORK);
    assertThat(cloud.documents().get(lost).orElseThrow().fields().string("outcome"))
        .contains("blocked");
    assertThat(progress("securityLogs", "truncatedThrough")).contains(THIRTY_DAYS_AGO);
  }

  @Test
  void aFailureHalfWayIsMadeGoodByTheNextRun() {
    for (int i = 0; i < 250; i++) {
      signIn("a" + i, ADDRESS, THIRTY_DAYS_AGO.minusSeconds(i));
    }
    Documents flaky =
        Watched.port(
            Documents.class,
            cloud.documents(),
            new Watched.Watch() {
              private int updates;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && ++updates >= 150) {
                  throw new IllegalStateException("the connection broke");
                }
              }
            });

    assertThatThrownBy(() -> sweep(flaky)).hasMessage("the connection broke");

    assertThat(sweep().truncated()).isEqualTo(250 - 149);
  }

  @Test
  void oneThatTheStoreRefusesForGoodDoesNotKeepTheOthersFromBeingCut() {
    signIn("refused", ADDRESS, THIRTY_DAYS_AGO.minusSeconds(1));
    DocumentPath after = signIn("after", ADDRESS, THIRTY_DAYS_AGO);
    Documents refusing =
        Watched.port(
            Documents.class,
            cloud.documents(),
            new Watched.Watch() {
              private boolean refused;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && !refused) {
                  refused = true;
                  throw new PermanentFailure("larger than 1 MiB");
                }
              }
            });

    assertThatThrownBy(() -> sweep(refusing)).isInstanceOf(PermanentFailure.class);

    assertThat(ipOf(after)).isEqualTo(NETWORK);
    assertThat(progress("securityLogs", "truncatedThrough")).contains(THIRTY_DAYS_AGO);
  }

  @Test
  void progressThatIsLostOrDamagedCostsReadsAndNothingElse() {
    DocumentPath signIn = signIn("a", ADDRESS, THIRTY_DAYS_AGO);
    put("ageings/securityLogs", Fields.of(Map.of("truncatedThrough", "yesterday")));

    assertThat(sweep().truncated()).isEqualTo(1);

    assertThat(ipOf(signIn)).isEqualTo(NETWORK);
  }

  @Test
  void whatTheRunsRememberIsOnTheMap() {
    for (int i = 0; i < MAX_PER_RUN + 100; i++) {
      put("teams/t1/usage/a" + i, Fields.of(Map.of("createdAt", Instant.ofEpochSecond(i))));
    }
    signIn("a", ADDRESS, THIRTY_DAYS_AGO.minus(Duration.ofDays(2)));
    DataMap map = DataMap.shipped();

    sweep();

    for (String each : List.of("usage", "securityLogs")) {
      Document record = cloud.documents().get(DocumentPath.of("ageings", each)).orElseThrow();
      assertThat(map.census(record)).isEmpty();
    }
  }

  // other maps

  private static final String MAP =
      """
      categories: { all: [user.unique_id, user.device.ip_address, system.operations] }
      retention: { short: { max: P1M, ground: soon forgotten } }
      locations:
        mine: { kind: document, path: "users/{uid}/logins/{id}", subject: "{uid}", role: log,
          purposes: [security], retention: short, aged: meta.at, export: yes, erase: delete,
          fields: { meta.at: { category: system.operations },
                    client.ip: { category: user.device.ip_address, truncate: P7D } } }
        theirs: { kind: document, path: "teams/{team}/logins/{id}", subject: uid, role: log,
          purposes: [security], retention: short, aged: at, export: yes, erase: delete,
          fields: { uid: { category: user.unique_id }, at: { category: system.operations },
                    client.ip: { category: user.device.ip_address } } }
        inKeys: { kind: document, database: keys, path: "uses/{id}/logins/{n}", subject: hashed,
          role: own, purposes: [security], retention: short, aged: at, export: no, reason: none,
          erase: retain, ground: none,
          fields: { at: { category: system.operations },
                    ip: { category: user.device.ip_address, truncate: P1D } } }
      """;

  @Test
  void nestedAgesAndAddressesAndLocationsOfOneCollectionIdKeepApart() {
    DataMap map = DataMap.read(Setting.parse("datamap.yaml", MAP));
    Instant weekAgo = NOW.minus(Duration.ofDays(7));
    Instant monthAgo = Instant.parse("2026-10-22T12:00:00Z");
    Map<String, Object> client = Map.of("ip", ADDRESS, "agent", "x");
    DocumentPath old =
        put("users/u1/logins/old", Fields.of(Map.of("meta", Map.of("at", monthAgo))));
    DocumentPath cut =
        put(
            "users/u1/logins/cut",
            Fields.of(Map.of("meta", Map.of("at", weekAgo), "client", client)));
    DocumentPath theirs =
        put(
            "teams/t1/logins/a",
            Fields.of(Map.of("at", weekAgo, "meta", Map.of("at", monthAgo), "client", client)));
    DocumentPath flat = put("users/u1/logins/flat", Fields.of(Map.of("meta.at", Instant.EPOCH)));
    cloud
        .keys()
        .create(
            new DocumentPath("uses/k/logins/1"),
            Fields.of(Map.of("at", NOW.minus(Duration.ofDays(1)), "ip", ADDRESS)));
    cloud.keys().create(new DocumentPath("uses/k/logins/2"), Fields.of(Map.of("at", monthAgo)));

    assertThat(sweep(cloud.documents(), cloud.keys(), map)).isEqualTo(new Aged(2, 2));

    assertThat(isThere(old)).isFalse();
    assertThat(isThere(flat)).isTrue();
    assertThat(cloud.documents().get(cut).orElseThrow().fields().map("client").asMap())
        .isEqualTo(Map.of("ip", NETWORK, "agent", "x"));
    assertThat(cloud.documents().get(theirs).orElseThrow().fields().map("client").asMap())
        .isEqualTo(client);
    assertThat(cloud.keys().get(new DocumentPath("uses/k/logins/1")).orElseThrow().fields())
        .extracting(it -> it.string("ip"))
        .isEqualTo(Optional.of(NETWORK));
    assertThat(cloud.keys().get(new DocumentPath("uses/k/logins/2"))).isEmpty();
    assertThat(progress("inKeys", "truncatedThrough")).isPresent();
  }

  private static DataMap keepingUsageFor(String period) throws IOException {
    String shipped = Files.readString(Path.of("src/main/resources/privacy/datamap.yaml"));
    String usage = "usage-history:\n    max: ";
    assertThat(shipped).contains(usage + "P1Y");
    return DataMap.read(
        Setting.parse("datamap.yaml", shipped.replace(usage + "P1Y", usage + period)));
  }

  private Aged limited(DataMap dataMap) {
    return sweep(cloud.documents(), cloud.keys(), dataMap, new BreakerLimits(1, 1, 1, 1, 20, 3));
  }

  private void usage(int from, int to, Instant created) {
    for (int i = from; i < to; i++) {
      put("users/u1/usage/r" + i, Fields.empty().with("createdAt", created));
    }
  }

  private boolean confirmed(String what) {
    return expiry(BreakerLimits.shipped()).confirm(what);
  }

  @Test
  void aRetentionThatIsCutByMistakeDeletesNothingUntilAPersonConfirms() throws IOException {
    usage(0, 10, NOW.minus(Duration.ofDays(60)));
    assertThat(limited(DataMap.shipped()).deleted()).isZero();

    DataMap mistaken = keepingUsageFor("P30D");
    assertThat(limited(mistaken).deleted()).isZero();
    assertThat(limited(mistaken).deleted()).isZero();

    assertThat(limited(DataMap.shipped()).deleted()).as("mended").isZero();
    assertThat(confirmed("usage")).as("nothing waits any more").isFalse();
    assertThat(limited(mistaken).deleted()).isZero();
    assertThat(confirmed("usage")).isTrue();
    assertThat(limited(mistaken).deleted()).isEqualTo(10);
  }

  @Test
  void moreRecordsThanMayBeDueAtOnceWaitAndOtherLocationsDoNot() {
    assertThat(limited(DataMap.shipped()).deleted()).isZero();
    usage(0, 21, A_YEAR_AGO);
    put("errorLogs/a", Fields.empty().with("createdAt", THIRTY_DAYS_AGO));

    assertThat(limited(DataMap.shipped()).deleted()).isEqualTo(1);
    assertThat(confirmed("expiry")).isTrue();
    usage(21, 30, A_YEAR_AGO.plus(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(5));

    assertThat(limited(DataMap.shipped()).deleted()).isEqualTo(30);
  }

  @Test
  void fewRecordsOfANewRetentionGoWithoutAPerson() {
    usage(0, 3, A_YEAR_AGO);

    assertThat(limited(DataMap.shipped()).deleted()).isEqualTo(3);
  }
}
