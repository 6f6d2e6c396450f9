package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.usage.plan.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The facts about a subject that the gate decides by.
 *
 * @param hasAccount whether the subject's record names an account
 * @param knownSince when the account was first seen; empty if this was not recorded
 * @param erased whether the subject has a tombstone
 * @param erasureRequested whether an erasure request is not yet fulfilled
 */
public record SubjectFacts(
    boolean hasAccount,
    Optional<Instant> knownSince,
    boolean erased,
    boolean erasureRequested,
    long epoch,
    Subscriptions subscriptions,
    Objection objection) {
  /** How long Stripe retries an event; events this old may still arrive for a new subject. */
  private static final Duration STRIPE_RETRY_WINDOW = Duration.ofDays(3);

  public SubjectFacts {
    Objects.requireNonNull(knownSince);
    Objects.requireNonNull(subscriptions);
    Objects.requireNonNull(objection);
  }

  /** Reads the facts from a subject's record. */
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

  /** Whether the plan at that time is unknown, so that content from then is protected. */
  boolean predatesKnowledge(Instant time) {
    return knownSince.filter(since -> time.isBefore(since.minus(STRIPE_RETRY_WINDOW))).isPresent();
  }
}
