package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.EventTransaction.Applied;
import com.anykoma.privacy.usage.plan.EventTransaction.Question;
import com.anykoma.privacy.usage.plan.EventTransaction.Truth;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Applies Stripe's events to subjects' plans (P6 to P8, E1 to E9, E13, E31 to E33). One event costs
 * one transaction of at most four reads and four writes, and no call to Stripe unless two events of
 * the same second disagree, or two facts of the same rank on whose the customer is. The reads are
 * one round trip where the event names its subject; two more are needed where that is not its
 * customer's. Safe to repeat and to overlap, in any order.
 *
 * <p>See {@link OwnerSource} and {@link CustomerOwner} for which fact says whose a customer is.
 */
public record PlanService(
    Documents documents,
    Subjects subjects,
    PlanRules rules,
    Billing billing,
    Tasks tasks,
    InstantSource clock) {
  /** What became of an event. */
  public enum EventResult {
    APPLIED,
    /** It told nothing new. */
    UNCHANGED,
    /** It was applied before. */
    DUPLICATE,
    /** Its customer, or the account that it names, is not known yet; it waits. */
    PARKED,
    /** Its subject is erased; nothing was written. */
    ERASED
  }

  private static final Logger LOG = Logger.getLogger(PlanService.class.getName());

  /** Applies one event; when it returns, the effect and its follow-up tasks are durable. */
  public EventResult apply(SubscriptionEvent event) {
    Truth truth = Truth.NOT_ASKED;
    Applied applied = attempt(event, truth);
    while (applied.question().isPresent()) {
      truth = asked(event, truth, applied.question().get());
      applied = attempt(event, truth);
    }
    for (String alarm : applied.alarms()) {
      LOG.warning(alarm + " event=" + event.id());
    }
    publish(event, applied);
    if (applied.outcome() == EventResult.ERASED && event.news().isAlive()) {
      applied.subject().ifPresent(it -> subjects.refused(it, Optional.of(event.customer())));
    }
    return applied.outcome();
  }

  private Applied attempt(SubscriptionEvent event, Truth truth) {
    return documents.transact(
        tx -> new EventTransaction(tx, subjects, rules, event, truth, clock.instant()).run());
  }

  /** Each question is asked once. */
  private Truth asked(SubscriptionEvent event, Truth truth, Question question) {
    Set<Question> asked = EnumSet.of(question);
    asked.addAll(truth.asked());
    return switch (question) {
      case SUBSCRIPTION ->
          new Truth(
              asked,
              event.subscription().flatMap(it -> billing.subscription(it.id())),
              truth.namedByCustomer());
      case CUSTOMER ->
          new Truth(
              asked,
              truth.subscription(),
              billing.customer(event.customer()).flatMap(BillingCustomer::claimedSubject));
    };
  }

  private void publish(SubscriptionEvent event, Applied applied) {
    if (!applied.followUps().isEmpty()) {
      SubjectId subject = applied.subject().orElseThrow();
      tasks.publish(
          applied.followUps().stream()
              .flatMap(word -> FollowUp.of(word).stream())
              .map(each -> each.after(event, subject))
              .toList());
    }
  }
}
