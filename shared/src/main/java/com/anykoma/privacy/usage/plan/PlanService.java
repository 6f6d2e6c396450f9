package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.EventTransaction.AttemptResult;
import com.anykoma.privacy.usage.plan.EventTransaction.Question;
import com.anykoma.privacy.usage.plan.EventTransaction.StripeAnswers;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Applies Stripe's events to subjects' plans (P6 to P8, E1 to E9, E13, E31 to E33). An event costs
 * one transaction with at most four reads and four writes. Stripe is called only if {@code
 * plans.yaml} does not list a price (see {@link ProductPlans}), or if two events of the same second
 * or two ownership claims of the same rank contradict each other. The reads take one round trip if
 * the event names its subject, and two more if that subject is not the customer's owner.
 * Idempotent; runs may overlap and events may arrive in any order.
 *
 * <p>{@link OwnerSource} and {@link CustomerOwner} define which claim decides a customer's owner.
 */
public record PlanService(
    Documents documents,
    Subjects subjects,
    PlanRules rules,
    Billing billing,
    Tasks tasks,
    InstantSource clock) {
  /** The result of an event. */
  public enum EventResult {
    APPLIED,
    /** It changed nothing. */
    UNCHANGED,
    /** It was applied before. */
    DUPLICATE,
    /** Its customer, or the account that it names, is not known yet; stored until then. */
    PARKED,
    /** Its subject is erased; nothing was written. */
    ERASED
  }

  private static final Log LOG = Log.of(PlanService.class);

  /**
   * Applies one event; when it returns, the effect and its follow-up tasks are durable. If Stripe
   * does not answer about a product, the subscription's plan is unknown, which protects the
   * content; the event is not recorded as applied, and the failure is thrown for another delivery.
   */
  public EventResult apply(SubscriptionEvent event) {
    StepRunner steps = new StepRunner();
    SubscriptionEvent complete =
        steps.call(() -> products().complete(event), event.withUnreadProducts());
    EventResult result = applyComplete(complete);
    steps.throwFailure();
    return result;
  }

  private ProductPlans products() {
    return new ProductPlans(rules.catalog(), billing);
  }

  private EventResult applyComplete(SubscriptionEvent event) {
    StripeAnswers answers = StripeAnswers.NOT_ASKED;
    AttemptResult attempt = attempt(event, answers);
    while (attempt.question().isPresent()) {
      answers = ask(event, answers, attempt.question().get());
      attempt = attempt(event, answers);
    }
    attempt.alarms().forEach(LOG::warning);
    publish(event, attempt);
    if (attempt.result() == EventResult.ERASED && event.payload().isAlive()) {
      attempt.subject().ifPresent(it -> subjects.queueLateWrite(it, Optional.of(event.customer())));
    }
    return attempt.result();
  }

  private AttemptResult attempt(SubscriptionEvent event, StripeAnswers answers) {
    return documents.transact(
        tx -> new EventTransaction(tx, subjects, rules, event, answers, clock.instant()).run());
  }

  /** Asks Stripe; each question is asked at most once per event. */
  private StripeAnswers ask(SubscriptionEvent event, StripeAnswers answers, Question question) {
    Set<Question> asked = EnumSet.of(question);
    asked.addAll(answers.asked());
    return switch (question) {
      case SUBSCRIPTION ->
          new StripeAnswers(
              asked,
              event
                  .subscription()
                  .flatMap(it -> billing.subscription(it.id()))
                  .map(products()::complete),
              answers.namedByCustomer());
      case CUSTOMER ->
          new StripeAnswers(
              asked,
              answers.subscription(),
              billing.customer(event.customer()).flatMap(BillingCustomer::claimedSubject));
    };
  }

  private void publish(SubscriptionEvent event, AttemptResult attempt) {
    if (!attempt.followUps().isEmpty()) {
      SubjectId subject = attempt.subject().orElseThrow();
      tasks.publish(
          attempt.followUps().stream()
              .flatMap(name -> FollowUpTask.of(name).stream())
              .map(each -> each.after(event, subject))
              .toList());
    }
  }
}
