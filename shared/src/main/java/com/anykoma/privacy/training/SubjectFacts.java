package com.anykoma.privacy.training;

import com.anykoma.privacy.consent.Objection;
import com.anykoma.privacy.consent.SubjectRecord;
import com.anykoma.privacy.plan.Subscriptions;
import java.util.Objects;

/**
 * What the gate needs to know of a subject.
 *
 * @param known whether an account stands behind the records
 * @param erased whether the tombstone stands, or the subject has asked for it
 */
public record SubjectFacts(
    boolean known, boolean erased, long epoch, Subscriptions subscriptions, Objection objection) {
  public SubjectFacts {
    Objects.requireNonNull(subscriptions);
    Objects.requireNonNull(objection);
  }

  /** The facts of a subject's record. */
  public static SubjectFacts of(SubjectRecord subject, boolean erased) {
    return new SubjectFacts(
        subject.accountCreatedAt().isPresent(),
        erased || subject.erasureRequested(),
        subject.epoch(),
        Subscriptions.of(subject),
        subject.objection());
  }
}
