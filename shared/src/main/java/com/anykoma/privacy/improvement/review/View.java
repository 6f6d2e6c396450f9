package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.audit.ReasonCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * A view of a subject's content by a member of staff, as the subject's access report lists it.
 *
 * @param day the day in UTC
 * @param purpose of the queue: improvement or security
 * @param cause why the content was in the queue, or why the original was needed
 * @param original whether the content was shown as stored, not de-identified
 */
public record View(LocalDate day, Purpose purpose, ReasonCode cause, boolean original) {
  public View {
    Objects.requireNonNull(day);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(cause);
  }

  /** A view at this time. */
  public static View at(Instant now, Purpose purpose, ReasonCode cause, boolean original) {
    return new View(LocalDate.ofInstant(now, ZoneOffset.UTC), purpose, cause, original);
  }

  Fields write() {
    return Fields.empty()
        .with("day", day.toString())
        .with("purpose", purpose.storedName())
        .with("cause", cause.value())
        .with("original", original);
  }
}
