package com.anykoma.privacy.rights.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;

/**
 * Computes the legal dates of a case from its receipt (P38, E29), by the controller's calendar. A
 * period ends with its last day. If that is a Saturday or Sunday, it ends with the Friday before:
 * the law would allow the next working day, but then public holidays would have to be known.
 *
 * @param answer the time to answer: one month by GDPR article 12(3), 45 days by the CCPA
 * @param extended the time to answer after an extension, also from the receipt: three months, or 90
 *     days
 */
public record LegalDeadline(ZoneId zone, Period answer, Period extended) {
  /** CCPA regulations, section 7021: 10 business days, counted as calendar days. */
  private static final Period ACKNOWLEDGED = Period.ofDays(10);

  private static final int FRIDAY = 5;

  /** The instant from which an answer is late. */
  public Instant dueAt(Instant receivedAt) {
    return endOf(answer, receivedAt);
  }

  /** The instant from which an answer is late after an extension. */
  public Instant extendedDueAt(Instant receivedAt) {
    return endOf(extended, receivedAt);
  }

  /** The instant from which an acknowledgement of the receipt is late. */
  public Instant acknowledgeBy(Instant receivedAt) {
    return endOf(ACKNOWLEDGED, receivedAt);
  }

  /** The last day on which something due at this instant is not late. */
  public LocalDate lastDay(Instant dueAt) {
    return LocalDate.ofInstant(dueAt.minusNanos(1), zone);
  }

  private Instant endOf(Period period, Instant receivedAt) {
    LocalDate last = LocalDate.ofInstant(receivedAt, zone).plus(period);
    int afterFriday = Math.max(0, last.getDayOfWeek().getValue() - FRIDAY);
    return last.minusDays(afterFriday).plusDays(1).atStartOfDay(zone).toInstant();
  }
}
