package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.log.LogLine;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.plan.PlanService.EventResult;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt to apply one event in one transaction: determines the customer's owner, updates the
 * owner's subscriptions, and moves the customer's subscriptions if a source of higher rank names
 * another subject.
 */
final class EventTransaction {
  private final Documents.Transaction tx;
  private final Subjects subjects;
  private final PlanRules rules;
  private final SubscriptionEvent event;
  private final StripeAnswers answers;
  private final Instant now;
  private final Map<SubjectId, List<Optional<Document>>> fences = new HashMap<>();
  private final List<LogLine> alarms = new ArrayList<>();

  EventTransaction(
      Documents.Transaction tx,
      Subjects subjects,
      PlanRules rules,
      SubscriptionEvent event,
      StripeAnswers answers,
      Instant now) {
    this.tx = tx;
    this.subjects = subjects;
    this.rules = rules;
    this.event = event;
    this.answers = answers;
    this.now = now;
  }

  /** A request to Stripe that is needed before the event can be applied. */
  enum Question {
    /** The event's subscription: two events of the same second disagree. */
    SUBSCRIPTION,
    /** The event's customer: two sources of the same rank name different subjects. */
    CUSTOMER
  }

  /** Stripe's answers so far. */
  record StripeAnswers(
      Set<Question> asked,
      Optional<BillingSubscription> subscription,
      Optional<SubjectId> namedByCustomer) {
    static final StripeAnswers NOT_ASKED =
        new StripeAnswers(Set.of(), Optional.empty(), Optional.empty());

    StripeAnswers {
      asked = Set.copyOf(asked);
    }
  }

  /**
   * The result of the attempt.
   *
   * @param subject the customer's owner
   * @param followUps the stored names of the tasks to publish
   * @param question to ask Stripe before the next attempt; if present, nothing was written
   */
  record AttemptResult(
      EventResult result,
      Optional<SubjectId> subject,
      List<String> followUps,
      Optional<Question> question,
      List<LogLine> alarms) {
    static AttemptResult asking(Question question) {
      return new AttemptResult(
          EventResult.UNCHANGED, Optional.empty(), List.of(), Optional.of(question), List.of());
    }
  }

  AttemptResult run() {
    List<DocumentPath> first =
        new ArrayList<>(List.of(StripeEvents.mark(event), CustomerOwner.path(event.customer())));
    event.ownerClaim().ifPresent(it -> first.addAll(subjects.fence(it.subject())));
    List<Optional<Document>> read = tx.read(first);
    event.ownerClaim().ifPresent(it -> fences.put(it.subject(), read.subList(2, read.size())));
    Optional<Fields> mark = read.get(0).map(Document::fields);
    Optional<CustomerOwner> known = read.get(1).flatMap(CustomerOwner::read);
    Optional<OwnerClaim> claim =
        answers
            .namedByCustomer()
            .map(it -> new OwnerClaim(it, OwnerSource.PROVIDER))
            .or(event::ownerClaim);
    if (mark.filter(StripeEvents::isApplied).isPresent()) {
      // publish the tasks again: the first delivery may have failed after its commit
      return done(
          EventResult.DUPLICATE,
          known.map(CustomerOwner::subject).or(() -> claim.map(OwnerClaim::subject)),
          StripeEvents.followUps(mark.orElseThrow()));
    }
    readFences(known, claim);
    return decide(read.get(1), known, claim, mark);
  }

  /** Reads missing fences in one round trip; makes no read if there are none. */
  private void readFences(Optional<CustomerOwner> known, Optional<OwnerClaim> claim) {
    Set<SubjectId> missing = new LinkedHashSet<>();
    known.map(CustomerOwner::subject).ifPresent(missing::add);
    claim.map(OwnerClaim::subject).ifPresent(missing::add);
    missing.removeAll(fences.keySet());
    if (!missing.isEmpty()) {
      List<SubjectId> subjectIds = List.copyOf(missing);
      List<Optional<Document>> read =
          tx.read(subjectIds.stream().flatMap(it -> subjects.fence(it).stream()).toList());
      for (int i = 0; i < subjectIds.size(); i++) {
        fences.put(subjectIds.get(i), read.subList(2 * i, 2 * i + 2));
      }
    }
  }

  private SubjectTransaction fence(SubjectId subject) {
    return subjects.entered(tx, subject, Objects.requireNonNull(fences.get(subject)));
  }

  private boolean isErased(SubjectId subject) {
    return fence(subject).erased();
  }

  /** A reference is unverified, so it is accepted only for a known account. */
  private boolean isAccepted(OwnerClaim claim) {
    SubjectTransaction fence = fence(claim.subject());
    return claim.source() != OwnerSource.REFERENCE
        || (!fence.erased() && fence.subject().accountCreatedAt().isPresent());
  }

  private AttemptResult decide(
      Optional<Document> customer,
      Optional<CustomerOwner> known,
      Optional<OwnerClaim> claim,
      Optional<Fields> mark) {
    Optional<CustomerOwner> claimed =
        claim.filter(this::isAccepted).map(it -> CustomerOwner.of(it, event.at()));
    Optional<SubjectId> erased =
        claimed.or(() -> known).map(CustomerOwner::subject).filter(this::isErased);
    if (erased.isPresent() && belongsTo(known, erased.get())) {
      return done(EventResult.ERASED, erased, List.of());
    }
    if (erased.isPresent()) {
      alarm(
          "alarm: an event names another subject than its customer's owner; the named one is erased");
      claimed = Optional.empty();
    }
    if (claimed.isEmpty() && known.isEmpty()) {
      return unknown(claim, mark);
    }
    CustomerOwner.OwnerResolution resolution = resolution(known, claimed);
    if (isErased(resolution.owner().subject())) {
      return done(EventResult.ERASED, Optional.of(resolution.owner().subject()), List.of());
    }
    return resolution.needsAnswer()
        ? AttemptResult.asking(Question.CUSTOMER)
        : change(customer, known, resolution, mark.isPresent());
  }

  /** Whether the customer belongs to an erased subject: no other verified, live owner is known. */
  private boolean belongsTo(Optional<CustomerOwner> known, SubjectId erased) {
    return known
        .filter(it -> !it.subject().equals(erased))
        .filter(it -> it.source() != OwnerSource.REFERENCE && !isErased(it.subject()))
        .isEmpty();
  }

  private CustomerOwner.OwnerResolution resolution(
      Optional<CustomerOwner> known, Optional<CustomerOwner> claimed) {
    if (claimed.isEmpty()) {
      return CustomerOwner.OwnerResolution.of(known.orElseThrow());
    }
    boolean isOwnerErased = known.filter(it -> isErased(it.subject())).isPresent();
    return isOwnerErased
        ? claimed.get().replaceErased(known.get())
        : claimed.get().resolve(known, answers.asked().contains(Question.CUSTOMER));
  }

  private AttemptResult unknown(Optional<OwnerClaim> claim, Optional<Fields> mark) {
    if (tx.read(subjects.customerTombstone(event.customer())).isPresent()) {
      return done(EventResult.ERASED, Optional.empty(), List.of());
    }
    if (mark.isEmpty()) {
      Optional<String> awaited =
          claim.map(OwnerClaim::subject).filter(it -> !isErased(it)).map(subjects::opaqueId);
      tx.create(StripeEvents.mark(event), StripeEvents.parked(event, awaited, now));
    }
    return done(EventResult.PARKED, Optional.empty(), List.of());
  }

  private AttemptResult change(
      Optional<Document> customer,
      Optional<CustomerOwner> known,
      CustomerOwner.OwnerResolution resolution,
      boolean wasParked) {
    CustomerOwner owner = resolution.owner();
    String opaque = subjects.opaqueCustomer(event.customer());
    SubjectTransaction fence = fence(owner.subject());
    Subscriptions before = Subscriptions.of(fence.subject());
    Subscriptions joined =
        resolution
            .previousOwner()
            .map(it -> Subscriptions.of(fence(it.subject()).subject()).of(event.customer()))
            .map(it -> before.mergedWith(it, opaque))
            .orElse(before.mergedWith(Subscriptions.NONE, opaque));
    if (!answers.asked().contains(Question.SUBSCRIPTION) && rules.isAmbiguous(joined, event)) {
      return AttemptResult.asking(Question.SUBSCRIPTION);
    }
    Subscriptions after = rules.apply(joined, event, answers.subscription());
    List<CustomerChange> others = others(resolution, opaque);
    boolean isNamed = !known.equals(Optional.of(owner));
    boolean isEnded = event.payload() instanceof CustomerDeleted && endsEarlier(customer);
    if (resolution.contender().isPresent()) {
      alarm("alarm: an event names another subject than its customer's owner; both are protected");
    }
    rules.unknownPrice(event).ifPresent(alarms::add);
    if (after.equals(before) && others.isEmpty() && !isNamed && !isEnded && !wasParked) {
      return done(EventResult.UNCHANGED, Optional.empty(), List.of());
    }
    if (isEnded) {
      alarm("alarm: a customer was deleted at Stripe; its subject is not erased");
    }
    List<String> followUps = new ArrayList<>(rules.followUps(before, after, now));
    if (known.isEmpty()) {
      followUps.add(FollowUpTask.REDRIVE.storedName());
    }
    if (!others.isEmpty() || (known.isPresent() && known.get().contested() && !owner.contested())) {
      followUps.add(FollowUpTask.OWNERS.storedName());
    }
    fence.set(StripeEvents.mark(event), StripeEvents.applied(event, followUps, now));
    write(fence, customer, owner, isNamed, isEnded);
    rules.consent(event, before, after, now).ifPresent(it -> it.appendTo(fence));
    fence.put(Subscriptions.SECTION, after.write());
    fence.flush();
    others.forEach(CustomerChange::write);
    return done(EventResult.APPLIED, Optional.of(owner.subject()), followUps);
  }

  private void alarm(@CompileTimeConstant String message) {
    alarms.add(LogLine.of(message, LogField.EVENT.of(event.id())));
  }

  private AttemptResult done(
      EventResult result, Optional<SubjectId> subject, List<String> followUps) {
    return new AttemptResult(result, subject, followUps, Optional.empty(), alarms);
  }

  private boolean endsEarlier(Optional<Document> customer) {
    return customer
        .flatMap(it -> it.fields().instant(CustomerOwner.ENDED_AT))
        .filter(it -> !event.at().isBefore(it))
        .isEmpty();
  }

  private void write(
      SubjectTransaction fence,
      Optional<Document> customer,
      CustomerOwner owner,
      boolean isNamed,
      boolean isEnded) {
    Fields fields =
        isNamed || customer.isEmpty() ? owner.write(event.customer(), event.id()) : Fields.empty();
    if (isEnded) {
      fields = fields.with(CustomerOwner.ENDED_AT, event.at());
    }
    if (customer.isEmpty()) {
      fence.create(
          CustomerOwner.path(event.customer()), fields.with(CustomerOwner.RECORDED_AT, now));
    } else if (isNamed || isEnded) {
      fence.update(customer.get(), fields);
    }
  }

  /** The changes for a subject other than the owner. */
  private record CustomerChange(
      SubjectTransaction fence, Subscriptions after, Optional<ConsentRecord> consent) {
    void write() {
      consent.ifPresent(it -> it.appendTo(fence));
      fence.put(Subscriptions.SECTION, after.write());
      fence.flush();
    }
  }

  private List<CustomerChange> others(CustomerOwner.OwnerResolution resolution, String opaque) {
    List<CustomerChange> changes = new ArrayList<>();
    for (CustomerOwner each : resolution.others()) {
      SubjectTransaction fence = fence(each.subject());
      Subscriptions before = Subscriptions.of(fence.subject());
      boolean isPreviousOwner = resolution.previousOwner().equals(Optional.of(each));
      Subscriptions after =
          isPreviousOwner
              ? before.withoutCustomer(event.customer(), opaque, event.id(), now)
              : before;
      if (resolution.contender().equals(Optional.of(each))) {
        after = after.withContestedCustomer(opaque, new Mention(each.at(), event.id()));
      }
      if (!fence.erased() && !after.equals(before)) {
        Optional<ConsentRecord> consent =
            isPreviousOwner
                ? Optional.of(rules.correction(event.id(), after, now))
                : rules.consent(event, before, after, now);
        changes.add(new CustomerChange(fence, after, consent));
      }
    }
    return changes;
  }
}
