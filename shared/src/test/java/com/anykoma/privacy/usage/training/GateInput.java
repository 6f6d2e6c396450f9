package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;

import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.EventFixtures;
import com.anykoma.privacy.usage.plan.SubscriptionFixtures;
import com.anykoma.privacy.usage.plan.Subscriptions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Input of the training gate: an eligible stamp and subject, with methods that vary them. */
record GateInput(SubjectFacts facts, ItemStamp stamp) {
  static final Instant CREATED = at(1_000);

  static GateInput eligible() {
    return new GateInput(
        new SubjectFacts(
            true, Optional.empty(), false, false, 0, Subscriptions.NONE, Objection.NONE),
        new ItemStamp(
            "prompts/p1",
            CREATED,
            "free",
            false,
            Optional.of("v1"),
            LawfulBasis.LEGITIMATE_INTEREST,
            0,
            Optional.empty(),
            Set.of(),
            false));
  }

  GateInput unknown() {
    return with(
        new SubjectFacts(
            false, Optional.empty(), false, false, 0, facts.subscriptions(), facts.objection()));
  }

  GateInput erased() {
    return with(
        new SubjectFacts(
            true, Optional.empty(), true, false, 0, facts.subscriptions(), facts.objection()));
  }

  GateInput erasureRequested() {
    return with(
        new SubjectFacts(
            true, Optional.empty(), false, true, 0, facts.subscriptions(), facts.objection()));
  }

  GateInput epoch(long epoch) {
    return with(
        new SubjectFacts(
            true, Optional.empty(), false, false, epoch, facts.subscriptions(), facts.objection()));
  }

  GateInput subscriptions(EventFixtures... events) {
    return with(
        new SubjectFacts(
            facts.hasAccount(),
            Optional.empty(),
            facts.erased(),
            false,
            0,
            SubscriptionFixtures.of(events),
            facts.objection()));
  }

  GateInput objection(Objection objection) {
    return with(
        new SubjectFacts(
            true, Optional.empty(), false, false, 0, facts.subscriptions(), objection));
  }

  GateInput stampedProtected() {
    return with(change(stamp.createdAt(), true, stamp.policyVersion()));
  }

  GateInput created(Instant createdAt) {
    return with(change(createdAt, stamp.isProtected(), stamp.policyVersion()));
  }

  GateInput policy(Optional<String> version) {
    return with(change(stamp.createdAt(), stamp.isProtected(), version));
  }

  GateInput marked(Optional<Instant> deletedAt, boolean sensitive, boolean held) {
    return with(
        new ItemStamp(
            stamp.item(),
            stamp.createdAt(),
            stamp.plan(),
            stamp.isProtected(),
            stamp.policyVersion(),
            stamp.basis(),
            stamp.epoch(),
            deletedAt,
            sensitive ? Set.of(ItemStamp.IMAGE) : Set.of(),
            held));
  }

  private ItemStamp change(Instant createdAt, boolean isProtected, Optional<String> version) {
    return new ItemStamp(
        stamp.item(),
        createdAt,
        stamp.plan(),
        isProtected,
        version,
        stamp.basis(),
        stamp.epoch(),
        stamp.deletedAt(),
        stamp.sensitive(),
        stamp.held());
  }

  private GateInput with(SubjectFacts other) {
    return new GateInput(other, stamp);
  }

  private GateInput with(ItemStamp other) {
    return new GateInput(facts, other);
  }
}
