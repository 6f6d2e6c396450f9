package com.anykoma.privacy.retention.residency;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * The deadline of a removal: 30 days or one calendar month in UTC after the request, whichever is
 * sooner (P20, P38, E29). A month after 31 January is 28 or 29 February.
 */
final class RemovalBound {
  /** The shortest period: in February, or on 31 January, of a non-leap year. */
  static final Duration SHORTEST = Duration.ofDays(28);

  private static final Duration PROMISED = Duration.ofDays(30);

  private RemovalBound() {}

  static Instant of(Instant requestedAt) {
    Instant promised = requestedAt.plus(PROMISED);
    Instant month = requestedAt.atOffset(UTC).plusMonths(1).toInstant();
    return month.isBefore(promised) ? month : promised;
  }

  /**
   * The earliest deadline of all requests between two moments, both included. A later request can
   * have an earlier deadline: 29 January 23:00 has 28 February 23:00, one hour later has 28
   * February 00:00. Within one day of UTC this cannot happen, because its requests all have the
   * same number of days.
   */
  static Instant earliest(Instant from, Instant to) {
    LocalDate second = from.atOffset(UTC).toLocalDate().plusDays(1);
    LocalDate end = to.atOffset(UTC).toLocalDate().plusDays(1);
    Stream<Instant> midnights =
        second.isAfter(end)
            ? Stream.empty()
            : second.datesUntil(end).map(day -> day.atStartOfDay(UTC).toInstant());
    return Stream.concat(Stream.of(from), midnights)
        .map(RemovalBound::of)
        .reduce(Instant.MAX, (one, other) -> one.isBefore(other) ? one : other);
  }
}
