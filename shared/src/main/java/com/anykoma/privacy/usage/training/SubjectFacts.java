package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.usage.plan.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the gate needs to know of a subject.
 *
 * @param known whether an account stands behind the records
 * @param knownSince from when on we would have heard of a paid plan; empty when nothing bounds it
 * @param erased whether the tombstone stands
 * @param erasureRequested whether the subject has asked to be erased, and is not yet
 */
public record SubjectFacts(
    boolean known,
    Optional<Instant> knownSince,
    boolean erased,
    boolean erasureRequested,
    long epoch,
    Subscriptions subscriptions,
    Objection objection) {
  /** For so long before we knew the subject, Stripe still delivers what happened: its retries. */
  private static final Duration HEARD_LATE = Duration.ofDays(3);

  public SubjectFacts {
    Objects.requireNonNull(knownSince);
    Objects.requireNonNull(subscriptions);
    Objects.requireNonNull(objection);
  }

  /** The facts of a subject who was known from the beginning. */
  public SubjectFacts(
      boolean known, boolean erased, long epoch, Subscriptions subscriptions, Objection objection) {
    this(known, Optional.empty(), erased, false, epoch, subscriptions, objection);
  }

  /** The facts of a subject's record. */
  public static SubjectFacts of(SubjectRecord subject, boolean erased) {
    return new SubjectFacts(
        subject.accountCreatedAt().isPresent(),
        subject.knownSince(),
        erased,
        !erased && subject.erasureRequested(),
        subject.epoch(),
        Subscriptions.of(subject),
        subject.objection());
  }

  /**
   * Whether nobody told us what plan the subject had then, because it was long before we knew them:
   * content of that time is protected.
   */
  boolean isBeforeOurKnowledge(Instant time) {
    return knownSince.filter(since -> time.isBefore(since.minus(HEARD_LATE))).isPresent();
  }
}
