package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SetAside;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Does what was put off until it is known whose a customer of Stripe's is: applies the events that
 * waited for it (E8, E33), and tells the other subjects that the customer was or may be put down to
 * (P6, E32). Safe to repeat and to overlap.
 */
public final class RedriveService {
  /** The attributes of its tasks; one names a customer or a subject. */
  static final String CUSTOMER = "customer";

  /** The id of the event that changed whose the customer is, or may be. */
  static final String OWNERS_CHANGED_BY = "ownersChangedBy";

  private static final int PAGE = 100;

  private final Documents documents;
  private final Subjects subjects;
  private final PlanService plans;
  private final PlanRules rules;
  private final Tasks tasks;
  private final InstantSource clock;

  public RedriveService(
      Documents documents,
      Subjects subjects,
      PlanService plans,
      PlanCatalog catalog,
      Policies policies,
      Tasks tasks,
      InstantSource clock) {
    this.documents = documents;
    this.subjects = subjects;
    this.plans = plans;
    this.rules = new PlanRules(catalog, policies);
    this.tasks = tasks;
    this.clock = clock;
  }

  /** Does what a task says. */
  public void handle(Task task) {
    Map<String, String> told = task.attributes();
    if (told.containsKey(Subjects.SUBJECT)) {
      redriveAwaiting(new SubjectId(told.get(Subjects.SUBJECT)));
    } else if (!told.containsKey(CUSTOMER)) {
      throw new PermanentFailure("a task to redrive names neither a customer nor a subject");
    } else if (told.containsKey(OWNERS_CHANGED_BY)) {
      settle(told.get(CUSTOMER), told.get(OWNERS_CHANGED_BY));
    } else {
      redrive(told.get(CUSTOMER));
    }
  }

  /**
   * Applies the events that waited for a customer, as they came; those whose subject is still
   * unknown stay.
   */
  void redrive(String customer) {
    apply(
        Query.in(StripeEvents.COLLECTION)
            .whereEqual(StripeEvents.CUSTOMER, customer)
            .whereEqual(StripeEvents.STATE, StripeEvents.PARKED)
            .orderBy(StripeEvents.RECORDED_AT),
        Optional.empty());
  }

  /** Applies the events whose reference named an account before it was known. */
  private void redriveAwaiting(SubjectId subject) {
    apply(subjects.awaiting(subject), Optional.of(new Named(subject, OwnerSource.REFERENCE)));
  }

  private void apply(Query waiting, Optional<Named> named) {
    SetAside aside = new SetAside(StripeEvents.COLLECTION.id());
    Pages.forEach(
        documents,
        waiting.limit(PAGE),
        page ->
            aside.forEach(
                page,
                each -> each.path().id(),
                each -> plans.apply(StripeEvents.readParked(each, named))));
    aside.throwTransient();
  }

  /**
   * Brings the subjects in line that a customer is not, or may not be: ends the contest of those
   * that it turned out not to be, and has claims, corpus and seals follow.
   */
  private void settle(String customer, String event) {
    Optional<CustomerOwner> owner =
        documents.get(CustomerOwner.path(customer)).flatMap(CustomerOwner::read);
    String opaque = subjects.opaqueCustomer(customer);
    Set<SubjectId> contenders = subjects.havingTimeAt(key(Subscriptions.CONTESTED, opaque));
    boolean isSettled = owner.filter(it -> !it.contested()).isPresent();
    if (isSettled) {
      contenders.forEach(it -> release(it, customer, event));
    }
    Set<SubjectId> others = new LinkedHashSet<>(contenders);
    others.addAll(subjects.havingTimeAt(key(Subscriptions.RELEASED, opaque)));
    for (SubjectId each : others) {
      String id = event + "-" + subjects.opaqueId(each);
      tasks.publish(
          Stream.of(FollowUp.CLAIMS, FollowUp.WITHDRAW, FollowUp.REPAIR)
              .map(it -> it.about(each, id))
              .toList());
    }
  }

  private static String key(String map, String opaque) {
    return Subscriptions.SECTION + "." + map + "." + opaque + ".at";
  }

  private void release(SubjectId subject, String customer, String event) {
    String opaque = subjects.opaqueCustomer(customer);
    Instant now = clock.instant();
    boolean unused =
        subjects.transact(
            subject,
            tx -> {
              Subscriptions before = Subscriptions.of(tx.subject());
              boolean releases = !tx.erased() && before.contests(opaque);
              if (releases) {
                Subscriptions after = before.releasing(customer, opaque, event, now);
                rules.correction(event, after, now).appendTo(tx);
                tx.put(Subscriptions.SECTION, after.write());
              }
              return releases;
            });
  }
}
