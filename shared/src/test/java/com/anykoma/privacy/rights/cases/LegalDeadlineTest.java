package com.anykoma.privacy.rights.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the legal dates against dates computed by hand, and against the law's latest dates. */
@Keeps({"P26", "P38", "E29"})
final class LegalDeadlineTest {
  private static final Period MONTH = Period.ofMonths(1);
  private static final Period QUARTER = Period.ofMonths(3);

  private static LegalDeadline in(String zone) {
    return new LegalDeadline(ZoneId.of(zone), MONTH, QUARTER);
  }

  /** The first and last columns are instants: the end of the last day, by the zone's clock. */
  @ParameterizedTest
  @CsvSource({
    // receipt, zone, last day, end of it, last day after an extension
    "2026-01-15T12:00:00Z, UTC,              2026-02-13, 2026-02-14T00:00:00Z, 2026-04-15", // Sunday
    "2025-01-31T12:00:00Z, UTC,              2025-02-28, 2025-03-01T00:00:00Z, 2025-04-30",
    "2024-01-31T12:00:00Z, UTC,              2024-02-29, 2024-03-01T00:00:00Z, 2024-04-30", // leap
    "2024-01-30T12:00:00Z, UTC,              2024-02-29, 2024-03-01T00:00:00Z, 2024-04-30",
    "2023-12-29T12:00:00Z, UTC,              2024-01-29, 2024-01-30T00:00:00Z, 2024-03-29",
    "2026-05-31T12:00:00Z, UTC,              2026-06-30, 2026-07-01T00:00:00Z, 2026-08-31",
    "2026-11-30T12:00:00Z, UTC,              2026-12-30, 2026-12-31T00:00:00Z, 2027-02-26", // Sunday
    "2026-02-28T22:59:59Z, Europe/Berlin,    2026-03-27, 2026-03-27T23:00:00Z, 2026-05-28", // Saturday
    "2026-02-28T23:00:00Z, Europe/Berlin,    2026-04-01, 2026-04-01T22:00:00Z, 2026-06-01", // 1
    // March
    "2026-03-28T12:00:00Z, Europe/Berlin,    2026-04-28, 2026-04-28T22:00:00Z, 2026-06-26", // DST
    "2026-09-25T12:00:00Z, Europe/Berlin,    2026-10-23, 2026-10-23T22:00:00Z, 2026-12-25", // Sunday
    "2026-09-26T12:00:00Z, Europe/Berlin,    2026-10-26, 2026-10-26T23:00:00Z, 2026-12-25", // DST
    "2017-09-14T12:00:00Z, America/Sao_Paulo, 2017-10-13, 2017-10-14T03:00:00Z, 2017-12-14", // Saturday
    "2026-01-31T23:30:00Z, Asia/Tokyo,       2026-02-27, 2026-02-27T15:00:00Z, 2026-05-01", // Sunday
    "2026-01-31T12:00:00Z, Pacific/Apia,     2026-02-27, 2026-02-27T11:00:00Z, 2026-05-01"
  })
  void endsWithTheLastDayOfTheCalendarMonth(
      Instant receipt, String zone, LocalDate last, Instant end, LocalDate extended) {
    LegalDeadline deadline = in(zone);

    assertThat(deadline.lastDay(deadline.dueAt(receipt))).isEqualTo(last);
    assertThat(deadline.dueAt(receipt)).isEqualTo(end);
    assertThat(deadline.lastDay(deadline.extendedDueAt(receipt))).isEqualTo(extended);
  }

  @Test
  void dayWithoutMidnightEndsWithItsFirstInstant() {
    LegalDeadline deadline = new LegalDeadline(ZoneId.of("America/Sao_Paulo"), MONTH, QUARTER);

    // the clocks went from 2018-11-04T00:00 to 01:00, so the 3rd, a Saturday, ended at 03:00Z
    assertThat(deadline.dueAt(Instant.parse("2018-10-03T12:00:00Z")))
        .isEqualTo(Instant.parse("2018-11-03T03:00:00Z"));
  }

  @Test
  void countsDaysForTheCaliforniaConsumerPrivacyAct() {
    LegalDeadline deadline =
        new LegalDeadline(ZoneOffset.UTC, Period.ofDays(45), Period.ofDays(90));
    Instant receipt = Instant.parse("2026-01-05T12:00:00Z");

    assertThat(deadline.lastDay(deadline.dueAt(receipt))).isEqualTo("2026-02-19");
    assertThat(deadline.lastDay(deadline.extendedDueAt(receipt))).isEqualTo("2026-04-03");
    assertThat(deadline.lastDay(deadline.acknowledgeBy(receipt))).isEqualTo("2026-01-15");
  }

  @Test
  void neverEndsAfterTheStatutesDateAndIsMonotone() {
    Random random = new Random(7);
    for (String zone : new String[] {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut"}) {
      LegalDeadline deadline = in(zone);
      for (int i = 0; i < 20_000; i++) {
        Instant receipt = Instant.ofEpochSecond(random.nextLong(1_000_000_000L, 2_500_000_000L));
        Instant later = receipt.plusSeconds(random.nextLong(0, 200_000));
        LocalDate day = LocalDate.ofInstant(receipt, deadline.zone());

        assertThat(deadline.lastDay(deadline.dueAt(receipt)))
            .isBetween(day.plusMonths(1).minusDays(2), day.plusMonths(1));
        assertThat(deadline.lastDay(deadline.extendedDueAt(receipt)))
            .isBetween(day.plusMonths(3).minusDays(2), day.plusMonths(3));
        assertThat(deadline.acknowledgeBy(receipt)).isBefore(deadline.dueAt(receipt));
        assertThat(deadline.dueAt(receipt)).isBefore(deadline.extendedDueAt(receipt));
        assertThat(deadline.dueAt(later)).isAfterOrEqualTo(deadline.dueAt(receipt));
        assertThat(deadline.extendedDueAt(later)).isAfterOrEqualTo(deadline.extendedDueAt(receipt));
      }
    }
  }
}
