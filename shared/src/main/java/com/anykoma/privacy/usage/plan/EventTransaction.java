package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.plan.PlanService.EventResult;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerEnded;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
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
 * One attempt to apply one event, in one transaction: finds whose the customer is, counts the event
 * in, and moves the customer's subscriptions where a fact of higher rank names another subject.
 */
final class EventTransaction {
  private final Documents.Transaction tx;
  private final Subjects subjects;
  private final PlanRules rules;
  private final SubscriptionEvent event;
  private final Truth truth;
  private final Instant now;
  private final Map<SubjectId, List<Optional<Document>>> fences = new HashMap<>();
  private final List<String> alarms = new ArrayList<>();

  EventTransaction(
      Documents.Transaction tx,
      Subjects subjects,
      PlanRules rules,
      SubscriptionEvent event,
      Truth truth,
      Instant now) {
    this.tx = tx;
    this.subjects = subjects;
    this.rules = rules;
    this.event = event;
    this.truth = truth;
    this.now = now;
  }

  /** What has to be asked of Stripe before the event can be applied. */
  enum Question {
    /** The event's subscription: two events of the same second disagree. */
    SUBSCRIPTION,
    /** The event's customer: two facts of the same rank name different subjects. */
    CUSTOMER
  }

  /**
   * What Stripe has answered so far.
   *
   * @param asked an empty answer is one too
   */
  record Truth(
      Set<Question> asked,
      Optional<BillingSubscription> subscription,
      Optional<SubjectId> namedByCustomer) {
    static final Truth NOT_ASKED = new Truth(Set.of(), Optional.empty(), Optional.empty());

    Truth {
      asked = Set.copyOf(asked);
    }
  }

  /**
   * What the attempt came to.
   *
   * @param subject whose the customer is
   * @param question to be asked before the next attempt; nothing was written then
   */
  record Applied(
      EventResult outcome,
      Optional<SubjectId> subject,
      List<String> followUps,
      Optional<Question> question,
      List<String> alarms) {
    static Applied of(EventResult outcome, Optional<SubjectId> subject) {
      return new Applied(outcome, subject, List.of(), Optional.empty(), List.of());
    }

    static Applied asking(Question question) {
      return new Applied(
          EventResult.UNCHANGED, Optional.empty(), List.of(), Optional.of(question), List.of());
    }
  }

  Applied run() {
    List<DocumentPath> first =
        new ArrayList<>(List.of(StripeEvents.mark(event), CustomerOwner.path(event.customer())));
    event.named().ifPresent(it -> first.addAll(subjects.fence(it.subject())));
    List<Optional<Document>> read = tx.read(first);
    event.named().ifPresent(it -> fences.put(it.subject(), read.subList(2, read.size())));
    Optional<Fields> mark = read.get(0).map(Document::fields);
    Optional<CustomerOwner> known = read.get(1).flatMap(CustomerOwner::read);
    Optional<Named> named =
        truth.namedByCustomer().map(it -> new Named(it, OwnerSource.PROVIDER)).or(event::named);
    if (mark.filter(StripeEvents::isApplied).isPresent()) {
      // published again in case the first delivery failed between its commit and its tasks
      return new Applied(
          EventResult.DUPLICATE,
          known.map(CustomerOwner::subject).or(() -> named.map(Named::subject)),
          StripeEvents.followUps(mark.orElseThrow()),
          Optional.empty(),
          List.of());
    }
    readFences(known, named);
    return decide(read.get(1), known, named, mark);
  }

  /** In one round trip, and none where all are read. */
  private void readFences(Optional<CustomerOwner> known, Optional<Named> named) {
    Set<SubjectId> missing = new LinkedHashSet<>();
    known.map(CustomerOwner::subject).ifPresent(missing::add);
    named.map(Named::subject).ifPresent(missing::add);
    missing.removeAll(fences.keySet());
    if (!missing.isEmpty()) {
      List<SubjectId> asked = List.copyOf(missing);
      List<Optional<Document>> read =
          tx.read(asked.stream().flatMap(it -> subjects.fence(it).stream()).toList());
      for (int i = 0; i < asked.size(); i++) {
        fences.put(asked.get(i), read.subList(2 * i, 2 * i + 2));
      }
    }
  }

  private SubjectTransaction fence(SubjectId subject) {
    return subjects.entered(tx, subject, Objects.requireNonNull(fences.get(subject)));
  }

  private boolean isErased(SubjectId subject) {
    return fence(subject).erased();
  }

  /** A reference is a guess, and counts only for an account that we know. */
  private boolean counts(Named named) {
    SubjectTransaction fence = fence(named.subject());
    return named.source() != OwnerSource.REFERENCE
        || (!fence.erased() && fence.subject().accountCreatedAt().isPresent());
  }

  private Applied decide(
      Optional<Document> customer,
      Optional<CustomerOwner> known,
      Optional<Named> named,
      Optional<Fields> mark) {
    Optional<CustomerOwner> told =
        named.filter(this::counts).map(it -> CustomerOwner.of(it, event.at()));
    Optional<SubjectId> erased =
        told.or(() -> known).map(CustomerOwner::subject).filter(this::isErased);
    if (erased.isPresent() && isOf(known, erased.get())) {
      return Applied.of(EventResult.ERASED, erased);
    }
    if (erased.isPresent()) {
      alarms.add("alarm: an event names another subject than its customer's; that one is erased");
      told = Optional.empty();
    }
    if (told.isEmpty() && known.isEmpty()) {
      return unknown(named, mark);
    }
    CustomerOwner.OwnerResolution verdict = verdict(known, told);
    if (isErased(verdict.owner().subject())) {
      return Applied.of(EventResult.ERASED, Optional.of(verdict.owner().subject()));
    }
    return verdict.asks()
        ? Applied.asking(Question.CUSTOMER)
        : change(customer, known, verdict, mark.isPresent());
  }

  /** Whether nothing speaks against the customer being an erased subject's, but perhaps a guess. */
  private boolean isOf(Optional<CustomerOwner> known, SubjectId erased) {
    return known
        .filter(it -> !it.subject().equals(erased))
        .filter(it -> it.source() != OwnerSource.REFERENCE && !isErased(it.subject()))
        .isEmpty();
  }

  private CustomerOwner.OwnerResolution verdict(
      Optional<CustomerOwner> known, Optional<CustomerOwner> told) {
    if (told.isEmpty()) {
      return CustomerOwner.OwnerResolution.of(known.orElseThrow());
    }
    boolean isLeft = known.filter(it -> isErased(it.subject())).isPresent();
    return isLeft
        ? told.get().succeeding(known.get())
        : told.get().against(known, truth.asked().contains(Question.CUSTOMER));
  }

  private Applied unknown(Optional<Named> named, Optional<Fields> mark) {
    if (tx.read(subjects.customerTombstone(event.customer())).isPresent()) {
      return Applied.of(EventResult.ERASED, Optional.empty());
    }
    if (mark.isEmpty()) {
      Optional<String> awaited =
          named.map(Named::subject).filter(it -> !isErased(it)).map(subjects::opaqueId);
      tx.create(StripeEvents.mark(event), StripeEvents.parked(event, awaited, now));
    }
    return Applied.of(EventResult.PARKED, Optional.empty());
  }

  private Applied change(
      Optional<Document> customer,
      Optional<CustomerOwner> known,
      CustomerOwner.OwnerResolution verdict,
      boolean wasParked) {
    CustomerOwner owner = verdict.owner();
    String opaque = subjects.opaqueCustomer(event.customer());
    SubjectTransaction fence = fence(owner.subject());
    Subscriptions before = Subscriptions.of(fence.subject());
    Subscriptions joined =
        verdict
            .displaced()
            .map(it -> Subscriptions.of(fence(it.subject()).subject()).of(event.customer()))
            .map(it -> before.joining(it, opaque))
            .orElse(before.joining(Subscriptions.NONE, opaque));
    if (!truth.asked().contains(Question.SUBSCRIPTION) && rules.ties(joined, event)) {
      return Applied.asking(Question.SUBSCRIPTION);
    }
    Subscriptions after = rules.with(joined, event, truth.subscription());
    List<CustomerChange> others = others(verdict, opaque);
    boolean isNamed = !known.equals(Optional.of(owner));
    boolean isEnded = event.news() instanceof CustomerEnded && endsEarlier(customer);
    if (verdict.contender().isPresent()) {
      alarms.add("alarm: an event names another subject than its customer's; both are protected");
    }
    rules.unknownPrice(event).ifPresent(alarms::add);
    if (after.equals(before) && others.isEmpty() && !isNamed && !isEnded && !wasParked) {
      return new Applied(
          EventResult.UNCHANGED, Optional.empty(), List.of(), Optional.empty(), alarms);
    }
    if (isEnded) {
      alarms.add("alarm: a customer was deleted at Stripe; nobody is erased for it");
    }
    List<String> followUps = new ArrayList<>(rules.followUps(before, after, now));
    if (known.isEmpty()) {
      followUps.add(FollowUp.REDRIVE.word());
    }
    if (!others.isEmpty() || (known.isPresent() && known.get().contested() && !owner.contested())) {
      followUps.add(FollowUp.OWNERS.word());
    }
    fence.set(StripeEvents.mark(event), StripeEvents.applied(event, followUps, now));
    write(fence, customer, owner, isNamed, isEnded);
    rules.consent(event, before, after, now).ifPresent(it -> it.appendTo(fence));
    fence.put(Subscriptions.SECTION, after.write());
    fence.flush();
    others.forEach(CustomerChange::write);
    return new Applied(
        EventResult.APPLIED, Optional.of(owner.subject()), followUps, Optional.empty(), alarms);
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

  /** What changes for another subject than the owner. */
  private record CustomerChange(
      SubjectTransaction fence, Subscriptions after, Optional<ConsentRecord> consent) {
    void write() {
      consent.ifPresent(it -> it.appendTo(fence));
      fence.put(Subscriptions.SECTION, after.write());
      fence.flush();
    }
  }

  private List<CustomerChange> others(CustomerOwner.OwnerResolution verdict, String opaque) {
    List<CustomerChange> changes = new ArrayList<>();
    for (CustomerOwner each : verdict.others()) {
      SubjectTransaction fence = fence(each.subject());
      Subscriptions before = Subscriptions.of(fence.subject());
      boolean isDisplaced = verdict.displaced().equals(Optional.of(each));
      Subscriptions after =
          isDisplaced ? before.releasing(event.customer(), opaque, event.id(), now) : before;
      if (verdict.contender().equals(Optional.of(each))) {
        after = after.contesting(opaque, new Mention(each.at(), event.id()));
      }
      if (!fence.erased() && !after.equals(before)) {
        Optional<ConsentRecord> consent =
            isDisplaced
                ? Optional.of(rules.correction(event.id(), after, now))
                : rules.consent(event, before, after, now);
        changes.add(new CustomerChange(fence, after, consent));
      }
    }
    return changes;
  }
}
