package com.anykoma.privacy.retention.expiry;

import static com.anykoma.privacy.retention.expiry.ExpiryService.MAX_PER_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that expiry deletes each record at its maximum age, and the cost of a run. */
@Keeps({"P14", "P19", "P21"})
final class ExpiryServiceTest extends ExpiryFixture {
  @Test
  @Keeps("E34")
  void deletesARecordExactlyAtItsMaximumAge() {
    DocumentPath record = usage("u1", "a", A_YEAR_AGO);
    clock.set(NOW.minus(TICK));
    assertThat(sweep()).isEqualTo(new Counts(0, 0));
    assertThat(isThere(record)).isTrue();

    clock.set(NOW);

    assertThat(sweep()).isEqualTo(new Counts(1, 0));
    assertThat(isThere(record)).isFalse();
    assertThat(sweep()).isEqualTo(new Counts(0, 0));
  }

  @Test
  void appliesTheMaximumAgeOfEachRetentionClass() {
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

  /** One year before is the same day of the previous year; for 29 February it is the 28th. */
  @ParameterizedTest
  @CsvSource({
    "2028-02-29T12:00:00Z, 2027-02-28T12:00:00Z",
    "2029-02-28T12:00:00Z, 2028-02-28T12:00:00Z",
    "2029-03-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "2028-03-01T00:00:00Z, 2027-03-01T00:00:00Z",
    "2027-03-28T01:30:00Z, 2026-03-28T01:30:00Z",
  })
  @Keeps("E29")
  void countsAYearByTheCalendar(Instant now, Instant lastDue) {
    clock.set(now);
    DocumentPath due = usage("u1", "due", lastDue);
    DocumentPath kept = usage("u1", "kept", lastDue.plus(TICK));

    assertThat(sweep().deleted()).isEqualTo(1);

    assertThat(isThere(due)).isFalse();
    assertThat(isThere(kept)).isTrue();
  }

  @Test
  void recordOf29FebruaryIsDeletedOn1March() {
    DocumentPath record = usage("u1", "a", Instant.parse("2028-02-29T23:59:59Z"));
    clock.set(Instant.parse("2029-03-01T00:00:00Z").minus(TICK));
    assertThat(sweep().deleted()).isZero();

    clock.set(Instant.parse("2029-03-01T00:00:00Z"));

    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(isThere(record)).isFalse();
  }

  @Test
  void recordsWithoutATimestampOrInTheFutureDoNotExpire() {
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

    assertThat(sweep()).isEqualTo(new Counts(0, 0));
  }

  @Test
  void expiresRecordsFromBefore1970() {
    DocumentPath record = usage("u1", "a", Instant.parse("0001-01-01T00:00:00Z"));

    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(isThere(record)).isFalse();
  }

  @Test
  void clockSetBackDeletesNothing() {
    usage("u1", "a", A_YEAR_AGO);
    clock.set(NOW.minus(Duration.ofDays(400)));

    assertThat(sweep()).isEqualTo(new Counts(0, 0));
  }

  @Test
  void deletesTenThousandRecordsInTwoRunsWithOneWriteEach() {
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
  void runWithoutDueRecordsCostsAlmostNoReads() {
    for (int i = 0; i < 1_000; i++) {
      usage("u1", "a" + i, NOW.minusSeconds(i));
      signIn("a" + i, ADDRESS, NOW.minusSeconds(i));
    }
    sweep();
    cloud.counts().reset();

    assertThat(sweep()).isEqualTo(new Counts(0, 0));

    assertThat(count("documents.write")).isZero();
    assertThat(count("documents.read")).isLessThan(18); // one for each location with a max
    assertThat(count("documents.call")).isLessThan(36);
  }
}
