package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SetAside;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.AccountKnown;
import com.anykoma.privacy.platform.TaskPayload.CustomerKnown;
import com.anykoma.privacy.platform.TaskPayload.OwnersChanged;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Does what was put off until it is known whose a customer of Stripe's is: applies the events that
 * waited for it (E8, E33), and tells the other subjects that the customer was or may be put down to
 * (P6, E32). Safe to repeat and to overlap.
 */
public record RedriveService(
    Documents documents,
    Subjects subjects,
    PlanService plans,
    PlanRules rules,
    Tasks tasks,
    InstantSource clock) {
  private static final int PAGE = 100;

  /** Applies the events that waited, or settles whose a customer is. */
  public void handle(RedriveTask task) {
    if (task instanceof AccountKnown known) {
      redriveAwaiting(known.subject());
    } else if (task instanceof OwnersChanged changed) {
      settle(changed.customer(), changed.event());
    } else if (task instanceof CustomerKnown known) {
      redrive(known.customer());
    }
  }

  /**
   * Applies the events that waited for a customer, as they came; those whose subject is still
   * unknown stay.
   */
  void redrive(String customer) {
    apply(
        Query.in(OwnCollections.STRIPE_EVENTS)
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
    SetAside aside = new SetAside(OwnCollections.STRIPE_EVENTS.id());
    for (List<Document> page : Pages.of(documents, waiting.limit(PAGE))) {
      aside.forEach(
          page,
          each -> each.path().id(),
          each -> plans.apply(StripeEvents.readParked(each, named)));
    }
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
