package com.anykoma.privacy.retention.residency;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the deadline of a removal. */
class RemovalBoundTest {
  @ParameterizedTest
  @Keeps({"P20", "P38", "E29"})
  @CsvSource(
      delimiter = '|',
      value = {
        // a month of 31 days: 30 days are sooner
        "2026-01-01T00:00:00Z | 2026-01-31T00:00:00Z",
        "2026-03-31T09:30:00Z | 2026-04-30T09:30:00Z",
        "2026-07-15T12:00:00Z | 2026-08-14T12:00:00Z",
        "2026-12-31T23:59:59.999999999Z | 2027-01-30T23:59:59.999999999Z",
        // a month of 30 days: both are equal
        "2026-04-10T12:00:00Z | 2026-05-10T12:00:00Z",
        "2026-11-30T00:00:00Z | 2026-12-30T00:00:00Z",
        // into February and through it: the month is sooner
        "2026-01-28T10:00:00Z | 2026-02-27T10:00:00Z",
        "2026-01-29T10:00:00Z | 2026-02-28T10:00:00Z",
        "2026-01-30T10:00:00Z | 2026-02-28T10:00:00Z",
        "2026-01-31T10:00:00Z | 2026-02-28T10:00:00Z",
        "2026-01-31T23:59:59Z | 2026-02-28T23:59:59Z",
        "2026-02-01T00:00:00Z | 2026-03-01T00:00:00Z",
        "2026-02-28T23:00:00Z | 2026-03-28T23:00:00Z",
        "2026-03-01T00:00:00Z | 2026-03-31T00:00:00Z",
        // leap years, and centuries that are not leap years
        "2028-01-30T10:00:00Z | 2028-02-29T10:00:00Z",
        "2028-01-31T10:00:00Z | 2028-02-29T10:00:00Z",
        "2028-02-01T10:00:00Z | 2028-03-01T10:00:00Z",
        "2028-02-29T10:00:00Z | 2028-03-29T10:00:00Z",
        "2000-01-31T10:00:00Z | 2000-02-29T10:00:00Z",
        "2100-01-31T10:00:00Z | 2100-02-28T10:00:00Z",
        // clocks change in Europe and America within these; UTC does not
        "2026-03-08T01:30:00Z | 2026-04-07T01:30:00Z",
        "2026-03-29T00:30:00Z | 2026-04-28T00:30:00Z",
        "2026-10-25T00:30:00Z | 2026-11-24T00:30:00Z",
        "2026-11-01T06:00:00Z | 2026-12-01T06:00:00Z"
      })
  void computesTheDeadlineOfARequest(Instant requestedAt, Instant deadline) {
    assertThat(Residency.deadline(requestedAt)).isEqualTo(deadline);
  }

  @Test
  @Keeps("E29")
  void ignoresTheTimeZoneOfTheMachine() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

      assertThat(Residency.deadline(Instant.parse("2026-01-31T23:30:00Z")))
          .isEqualTo("2026-02-28T23:30:00Z");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  @Keeps({"P20", "P38", "E29"})
  void periodIs28To30DaysForEveryHourOf400Years() {
    Instant end = Instant.parse("2401-01-01T00:00:00Z");
    boolean shortestOccurred = false;
    for (Instant at = Instant.parse("2001-01-01T00:00:00Z");
        at.isBefore(end);
        at = at.plus(Duration.ofHours(1))) {
      Duration time = Duration.between(at, RemovalBound.of(at));
      shortestOccurred |= time.equals(RemovalBound.SHORTEST);
      if (time.compareTo(RemovalBound.SHORTEST) < 0 || time.compareTo(Duration.ofDays(30)) > 0) {
        assertThat(time).as("from " + at).isBetween(RemovalBound.SHORTEST, Duration.ofDays(30));
      }
    }

    assertThat(shortestOccurred).isTrue();
  }

  @Test
  @Keeps("E29")
  void laterRequestMayHaveAnEarlierDeadline() {
    Instant late = Instant.parse("2026-01-29T23:30:00Z");
    Instant hourLater = Instant.parse("2026-01-30T00:30:00Z");

    assertThat(RemovalBound.of(hourLater)).isBefore(RemovalBound.of(late));
    assertThat(RemovalBound.earliest(late, hourLater)).isEqualTo("2026-02-28T00:00:00Z");
  }

  @Test
  @Keeps("E29")
  void earliestDeadlineIsTheMinimumOverTheInterval() {
    long seed = 20_260_106;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Instant from = RandomModels.moment(random);
      Instant to = from.plusSeconds(random.nextInt(3 * 86_400));

      Instant earliest = RemovalBound.earliest(from, to);

      Instant found = RemovalBound.of(to);
      for (Instant at = from; !at.isAfter(to); at = at.plusSeconds(600)) {
        Instant midnight = at.truncatedTo(ChronoUnit.DAYS);
        Instant tried = midnight.isBefore(from) ? at : midnight;
        Instant bound = RemovalBound.of(tried);
        found = bound.isBefore(found) ? bound : found;
      }
      assertThat(earliest).as("from %s to %s, seed %d", from, to, seed).isEqualTo(found);
    }
  }
}
