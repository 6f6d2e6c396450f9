package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a census reports records that are older than their retention. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
final class CensusAgesTest extends CensusFixture {
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest
  @CsvSource({
    "errorLogs/a, errorLogs, createdAt, P30D",
    "securityLogs/a, securityLogs, createdAt, P365D",
    "users/u1/usage/a, usage, createdAt, P365D",
    "tombstones/a, tombstones, raisedAt, P365D",
    "stripeEvents/a, stripeEvents, recordedAt, P90D",
  })
  void overAgeRecordIsReportedOneDayAfterExpiryByServerTime(
      String path, String location, String aged, Duration age) {
    for (Object value : new Object[] {"2020", 0L, Instant.parse("9999-01-01T00:00:00Z")}) {
      clock.set(NOW);
      cloud.documents().delete(List.of(new DocumentPath(path)));
      clock.advance(TICK);
      put(path, Map.of(aged, value));
      Instant created = cloud.documents().get(new DocumentPath(path)).orElseThrow().createTime();

      clock.set(created.plus(age).plus(DAY).minus(TICK));
      assertThat(at(location).overAge()).isZero();

      clock.set(created.plus(age).plus(DAY));
      assertThat(at(location).overAge()).as("%s", value).isEqualTo(1);
      assertThat(census().clean()).isFalse();
    }
  }

  @Test
  void overAgeRecordWithoutTimestampIsReported() {
    put("errorLogs/a", Map.of("code", "x"));
    clock.advance(Duration.ofDays(31));

    assertThat(at("errorLogs").overAge()).isEqualTo(1);
  }

  @Test
  void recentRecordWithAnOldTimestampIsNotReported() {
    put("errorLogs/a", Map.of("createdAt", Instant.EPOCH));

    assertThat(at("errorLogs").overAge()).isZero();
  }

  @Test
  @Keeps("P16")
  void keyMarkExpiresButTheKeyDoesNot() {
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
  void overAgePlaintextUploadIsReported() {
    blob("uploads", "users/u1/images/i1");
    blob("content", "users/u1/images/i1");
    clock.advance(Duration.ofDays(2));

    assertThat(at("uploadedImages").overAge()).isEqualTo(1);
    assertThat(at("sealedImages").overAge()).isZero();
  }
}
