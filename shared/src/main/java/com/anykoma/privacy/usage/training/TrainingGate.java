package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.Subscriptions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an item may be used to improve the service (P3, P4, P6 to P8, P25; E1 to E5). A
 * pure function: the same facts give the same decision, so every decision can be reproduced.
 * Content is eligible only if no {@link GateReason} applies; a missing fact is a reason.
 */
public record TrainingGate(Policies policies) {
  /** Decides whether the item, with this stamp if any, may be admitted to the corpus. */
  public GateDecision admission(
      Purpose purpose, SubjectFacts subject, Optional<ItemStamp> stamp, Instant now) {
    Set<GateReason> reasons = EnumSet.noneOf(GateReason.class);
    add(reasons, GateReason.WRONG_PURPOSE, purpose != Purpose.IMPROVEMENT);
    addSubjectReasons(subject, now, reasons);
    if (stamp.isEmpty()) {
      reasons.add(GateReason.NOT_STAMPED);
    } else {
      addItemReasons(subject, stamp.get(), now, reasons);
    }
    return GateDecision.of(reasons);
  }

  /**
   * Decides on data without a stamp that the subject created at this time, such as a usage record.
   */
  public GateDecision admission(
      Purpose purpose, SubjectFacts subject, Instant createdAt, Instant now) {
    ItemStamp stamp =
        new ItemStamp(
            "",
            createdAt,
            "",
            subject.predatesKnowledge(createdAt),
            policies.inForceAt(createdAt).map(Policy::version),
            LawfulBasis.LEGITIMATE_INTEREST,
            subject.epoch(),
            Optional.empty(),
            Set.of(),
            false);
    return admission(purpose, subject, Optional.of(stamp), now);
  }

  /** Decides whether an admitted item may be used; requires that a de-identified copy exists. */
  public GateDecision release(
      Purpose purpose,
      SubjectFacts subject,
      Optional<ItemStamp> stamp,
      boolean deidentifiedCopyExists,
      Instant now) {
    GateDecision admission = admission(purpose, subject, stamp, now);
    return deidentifiedCopyExists ? admission : admission.and(GateReason.NO_DEIDENTIFIED_COPY);
  }

  private void addSubjectReasons(SubjectFacts subject, Instant now, Set<GateReason> reasons) {
    add(reasons, GateReason.UNKNOWN_SUBJECT, !subject.hasAccount());
    add(reasons, GateReason.ERASED_SUBJECT, subject.erased());
    add(reasons, GateReason.ERASURE_REQUESTED, subject.erasureRequested());
    boolean isPaid = subject.subscriptions().protectedThrough(now).equals(Instant.MAX);
    add(reasons, GateReason.PAID_NOW, isPaid);
    add(reasons, GateReason.OBJECTION, subject.objection().objects());
    add(reasons, GateReason.RESTRICTED, subject.objection().isInForce(Signal.RESTRICTION));
    add(reasons, GateReason.NOT_GRANTED_NOW, !policies.isImprovementGrantedAt(now));
  }

  private void addItemReasons(
      SubjectFacts subject, ItemStamp stamp, Instant now, Set<GateReason> reasons) {
    Instant createdAt = stamp.createdAt();
    Subscriptions plan = subject.subscriptions();
    add(reasons, GateReason.FORMER_LIFE, stamp.epoch() != subject.epoch());
    boolean isPaid = stamp.isProtected() || plan.isProtectedAt(createdAt);
    add(reasons, GateReason.PAID_WHEN_CREATED, isPaid);
    add(reasons, GateReason.PAID_SINCE_CREATED, createdAt.isBefore(plan.protectedThrough(now)));
    add(reasons, GateReason.NOT_GRANTED_WHEN_CREATED, !grantedAtCreation(stamp));
    add(reasons, GateReason.OBJECTION, subject.objection().covers(createdAt));
    add(reasons, GateReason.DELETED, stamp.deletedAt().isPresent());
    add(reasons, GateReason.LEGAL_HOLD, stamp.held());
    add(reasons, GateReason.SENSITIVE, !stamp.sensitive().isEmpty());
  }

  private static void add(Set<GateReason> reasons, GateReason reason, boolean applies) {
    if (applies) {
      reasons.add(reason);
    }
  }

  /** A policy grants no use of content created before its effective time (P36). */
  private boolean grantedAtCreation(ItemStamp stamp) {
    return stamp
        .policyVersion()
        .flatMap(policies::version)
        .filter(Policy::grantsImprovement)
        .filter(policy -> !stamp.createdAt().isBefore(policy.effectiveFrom()))
        .isPresent();
  }
}
