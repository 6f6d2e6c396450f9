package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.EventFixtures;
import com.anykoma.privacy.usage.plan.Heard;
import com.anykoma.privacy.usage.plan.Subscriptions;
import java.time.Instant;
import java.util.Optional;

/** A stamp and a subject against which nothing speaks, and what may be changed about them. */
record Stamps(SubjectFacts facts, ItemStamp stamp) {
  static final Instant CREATED = at(1_000);

  static Stamps good() {
    return new Stamps(
        new SubjectFacts(true, false, 0, Subscriptions.NONE, Objection.NONE),
        new ItemStamp(
            "prompts/p1",
            CREATED,
            Plan.FREE,
            false,
            Optional.of("v1"),
            LawfulBasis.LEGITIMATE_INTEREST,
            0,
            Optional.empty(),
            false,
            false));
  }

  Stamps unknown() {
    return with(new SubjectFacts(false, false, 0, facts.subscriptions(), facts.objection()));
  }

  Stamps erased() {
    return with(new SubjectFacts(true, true, 0, facts.subscriptions(), facts.objection()));
  }

  Stamps erasureRequested() {
    return with(
        new SubjectFacts(
            true, Optional.empty(), false, true, 0, facts.subscriptions(), facts.objection()));
  }

  Stamps life(long epoch) {
    return with(new SubjectFacts(true, false, epoch, facts.subscriptions(), facts.objection()));
  }

  Stamps heard(EventFixtures... told) {
    return with(
        new SubjectFacts(facts.hasAccount(), facts.erased(), 0, Heard.of(told), facts.objection()));
  }

  Stamps objection(Objection objection) {
    return with(new SubjectFacts(true, false, 0, facts.subscriptions(), objection));
  }

  Stamps stampedProtected() {
    return with(change(stamp.createdAt(), true, stamp.policyVersion()));
  }

  Stamps created(Instant createdAt) {
    return with(change(createdAt, stamp.isProtected(), stamp.policyVersion()));
  }

  Stamps policy(Optional<String> version) {
    return with(change(stamp.createdAt(), stamp.isProtected(), version));
  }

  Stamps marked(Optional<Instant> deletedAt, boolean sensitive, boolean held) {
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
            sensitive,
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

  private Stamps with(SubjectFacts other) {
    return new Stamps(other, stamp);
  }

  private Stamps with(ItemStamp other) {
    return new Stamps(facts, other);
  }
}
