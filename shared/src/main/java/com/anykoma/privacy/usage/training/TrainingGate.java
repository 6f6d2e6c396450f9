package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.usage.consent.LawfulBasis;
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
    if (purpose != Purpose.IMPROVEMENT) {
      reasons.add(GateReason.WRONG_PURPOSE);
    }
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
    if (!subject.hasAccount()) {
      reasons.add(GateReason.UNKNOWN_SUBJECT);
    }
    if (subject.erased()) {
      reasons.add(GateReason.ERASED_SUBJECT);
    }
    if (subject.erasureRequested()) {
      reasons.add(GateReason.ERASURE_REQUESTED);
    }
    if (subject.subscriptions().protectedThrough(now).equals(Instant.MAX)) {
      reasons.add(GateReason.PAID_NOW);
    }
    if (subject.objection().inForce()) {
      reasons.add(GateReason.OBJECTION);
    }
    if (!policies.isImprovementGrantedAt(now)) {
      reasons.add(GateReason.NOT_GRANTED_NOW);
    }
  }

  private void addItemReasons(
      SubjectFacts subject, ItemStamp stamp, Instant now, Set<GateReason> reasons) {
    Instant createdAt = stamp.createdAt();
    if (stamp.epoch() != subject.epoch()) {
      reasons.add(GateReason.FORMER_LIFE);
    }
    if (stamp.isProtected() || subject.subscriptions().isProtectedAt(createdAt)) {
      reasons.add(GateReason.PAID_WHEN_CREATED);
    }
    if (createdAt.isBefore(subject.subscriptions().protectedThrough(now))) {
      reasons.add(GateReason.PAID_SINCE_CREATED);
    }
    if (!grantedAtCreation(stamp)) {
      reasons.add(GateReason.NOT_GRANTED_WHEN_CREATED);
    }
    if (subject.objection().covers(createdAt)) {
      reasons.add(GateReason.OBJECTION);
    }
    if (stamp.deletedAt().isPresent()) {
      reasons.add(GateReason.DELETED);
    }
    if (stamp.held()) {
      reasons.add(GateReason.LEGAL_HOLD);
    }
    if (!stamp.sensitive().isEmpty()) {
      reasons.add(GateReason.SENSITIVE);
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
