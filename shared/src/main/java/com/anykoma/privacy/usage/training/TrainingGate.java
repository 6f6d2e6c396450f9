package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The only answer to "may this item improve the service?" (P3, P4, P6 to P8, P25; E1 to E5). A pure
 * function: the same facts always give the same answer, so that any decision can be checked again.
 * Content passes only if nothing at all speaks against it; what is not known speaks against it.
 */
public record TrainingGate(Policies policies) {
  /**
   * Whether the item may be admitted to the corpus.
   *
   * @param stamp the item's stamp; empty when it has none
   * @param now our clock; where Stripe has told of something later, that counts as the present
   */
  public GateDecision admission(
      Purpose purpose, SubjectFacts subject, Optional<ItemStamp> stamp, Instant now) {
    Set<GateReason> against = EnumSet.noneOf(GateReason.class);
    if (purpose != Purpose.IMPROVEMENT) {
      against.add(GateReason.WRONG_PURPOSE);
    }
    againstSubject(subject, now, against);
    if (stamp.isEmpty()) {
      against.add(GateReason.NOT_STAMPED);
    } else {
      againstItem(subject, stamp.get(), now, against);
    }
    return GateDecision.of(against);
  }

  /** Whether an admitted item may be released for use: only as a de-identified copy. */
  public GateDecision release(
      Purpose purpose,
      SubjectFacts subject,
      Optional<ItemStamp> stamp,
      boolean deidentifiedCopyExists,
      Instant now) {
    GateDecision admission = admission(purpose, subject, stamp, now);
    return deidentifiedCopyExists ? admission : admission.and(GateReason.NO_DEIDENTIFIED_COPY);
  }

  private void againstSubject(SubjectFacts subject, Instant now, Set<GateReason> against) {
    if (!subject.known()) {
      against.add(GateReason.UNKNOWN_SUBJECT);
    }
    if (subject.erased()) {
      against.add(GateReason.ERASED_SUBJECT);
    }
    if (subject.erasureRequested()) {
      against.add(GateReason.ERASURE_REQUESTED);
    }
    if (subject.subscriptions().protectedThrough(now).equals(Instant.MAX)) {
      against.add(GateReason.PAID_NOW);
    }
    if (subject.objection().inForce()) {
      against.add(GateReason.OBJECTION);
    }
    if (!policies.grantImprovementAt(now)) {
      against.add(GateReason.NOT_GRANTED_NOW);
    }
  }

  private void againstItem(
      SubjectFacts subject, ItemStamp stamp, Instant now, Set<GateReason> against) {
    Instant createdAt = stamp.createdAt();
    if (stamp.epoch() != subject.epoch()) {
      against.add(GateReason.FORMER_LIFE);
    }
    if (stamp.isProtected() || subject.subscriptions().standingAt(createdAt).protectedNow()) {
      against.add(GateReason.PAID_WHEN_CREATED);
    }
    if (createdAt.isBefore(subject.subscriptions().protectedThrough(now))) {
      against.add(GateReason.PAID_SINCE_CREATED);
    }
    if (!grantedAtCreation(stamp)) {
      against.add(GateReason.NOT_GRANTED_WHEN_CREATED);
    }
    if (subject.objection().covers(createdAt)) {
      against.add(GateReason.OBJECTION);
    }
    if (stamp.deletedAt().isPresent()) {
      against.add(GateReason.DELETED);
    }
    if (stamp.held()) {
      against.add(GateReason.LEGAL_HOLD);
    }
    if (stamp.sensitive()) {
      against.add(GateReason.SENSITIVE);
    }
  }

  /** A policy grants nothing to what was created before it took effect (P36). */
  private boolean grantedAtCreation(ItemStamp stamp) {
    return stamp
        .policyVersion()
        .flatMap(policies::version)
        .filter(Policy::grantsImprovement)
        .filter(policy -> !stamp.createdAt().isBefore(policy.effectiveFrom()))
        .isPresent();
  }
}
