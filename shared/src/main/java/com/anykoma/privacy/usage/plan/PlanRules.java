package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.log.LogLine;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.consent.ConsentState;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionMention;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The effects of one event on a subject's subscriptions and consent. Pure functions. */
public record PlanRules(PlanCatalog catalog, Policies policies) {
  /** Returns an alarm text if the event has a price that is not in the catalogue (P7). */
  Optional<LogLine> unknownPrice(SubscriptionEvent event) {
    return event
        .subscription()
        .filter(catalog::hasUnknownItem)
        .map(
            it ->
                LogLine.of(
                    "alarm: a subscription has a price that plans.yaml does not list",
                    LogField.EVENT.of(event.id())));
  }

  /** Whether Stripe has to be asked which of two events of the same second is current. */
  boolean isAmbiguous(Subscriptions before, SubscriptionEvent event) {
    return event
        .subscription()
        .filter(
            it ->
                before.isAmbiguous(it.id(), event.customer(), observation(event, it, rank(event))))
        .isPresent();
  }

  /** Applies the event, and then the subscription as Stripe answered after it. */
  Subscriptions apply(
      Subscriptions before, SubscriptionEvent event, Optional<BillingSubscription> answer) {
    Mention mention = new Mention(event.at(), event.id());
    if (event.payload() instanceof CustomerDeleted) {
      return before.withCustomerDeletion(event.customer(), mention);
    }
    if (event.payload() instanceof SubscriptionMention mentioned) {
      return before.with(mentioned.subscription(), event.customer(), it -> it.withMention(mention));
    }
    return event
        .subscription()
        .map(it -> withObservation(before, event, it, answer))
        .orElse(before);
  }

  private Subscriptions withObservation(
      Subscriptions before,
      SubscriptionEvent event,
      BillingSubscription stated,
      Optional<BillingSubscription> answer) {
    return before.with(
        stated.id(),
        event.customer(),
        known -> {
          SubscriptionHistory after = known.with(observation(event, stated, rank(event)));
          return answer
              .map(it -> after.withAnswer(observation(event, it, Observation.Rank.TRUTH)))
              .orElse(after);
        });
  }

  /** Whether a subscription at Stripe differs from its last recorded observation. */
  boolean differs(Subscriptions recorded, BillingSubscription stated, Instant now) {
    Observation current = observation(now, "", stated, Observation.Rank.UPDATED); // no event
    SubscriptionHistory history = recorded.histories().get(stated.id());
    return history == null
        || history.seen().isEmpty()
        || !history.last().sameStateAs(current)
        || !history.last().paidUntil().equals(current.paidUntil());
  }

  private static Observation.Rank rank(SubscriptionEvent event) {
    return switch (event.type()) {
      case "customer.subscription.created" -> Observation.Rank.CREATED;
      case "customer.subscription.deleted" -> Observation.Rank.DELETED;
      default -> Observation.Rank.UPDATED;
    };
  }

  private Observation observation(
      SubscriptionEvent event, BillingSubscription it, Observation.Rank rank) {
    return observation(event.at(), event.id(), it, rank);
  }

  private Observation observation(
      Instant at, String event, BillingSubscription it, Observation.Rank rank) {
    Optional<String> plan = catalog.planOf(it).map(Plan::name);
    return new Observation(at, rank, it.status(), plan, catalog.isPaid(it), it.paidUntil(), event);
  }

  /** Returns the stored names of the tasks that a change of the subscriptions requires. */
  List<String> followUps(Subscriptions before, Subscriptions after, Instant now) {
    List<String> followUps = new ArrayList<>();
    PlanStatus oldStatus = before.statusAt(before.present(now), plans());
    PlanStatus newStatus = after.statusAt(after.present(now), plans());
    if (!oldStatus.plan().equals(newStatus.plan())
        || oldStatus.paidFeatures() != newStatus.paidFeatures()) {
      followUps.add(FollowUpTask.CLAIMS.storedName());
    }
    if (after.protectedThrough(now).isAfter(before.protectedThrough(now))) {
      followUps.add(FollowUpTask.WITHDRAW.storedName());
    }
    if (followUps.contains(FollowUpTask.WITHDRAW.storedName())
        || oldStatus.isProtected() != newStatus.isProtected()) {
      followUps.add(FollowUpTask.REPAIR.storedName());
    }
    return followUps;
  }

  /** Returns a record of the plan periods that the event changed; empty if none. */
  Optional<ConsentRecord> consent(
      SubscriptionEvent event, Subscriptions before, Subscriptions after, Instant now) {
    List<PlanPeriod> known = before.periods(plans());
    return consent(
        event.id(),
        event.at(),
        after.periods(plans()).stream()
            .filter(period -> known.stream().noneMatch(period::isPartOf))
            .toList(),
        now);
  }

  /** Returns the record of a subject from whom a wrongly assigned customer was removed. */
  ConsentRecord correction(String event, Subscriptions after, Instant now) {
    Instant present = after.present(now);
    return consent(event, present, after.periodsFrom(present, event, plans()), now).orElseThrow();
  }

  private Plans plans() {
    return catalog.plans();
  }

  private Optional<ConsentRecord> consent(
      String event, Instant at, List<PlanPeriod> periods, Instant now) {
    return periods.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConsentRecord(
                event,
                at,
                now,
                policies.inForceAt(at).map(Policy::version),
                periods.stream().map(this::change).toList()));
  }

  private ConsentRecord.ConsentChange change(PlanPeriod period) {
    boolean granted = policies.isImprovementGrantedAt(period.from());
    ConsentState state =
        period.isProtected()
            ? ConsentState.WITHDRAWN
            : granted ? ConsentState.GIVEN : ConsentState.REFUSED;
    return new ConsentRecord.ConsentChange(
        period.from(), period.to(), Optional.of(period.plan()), state, LawfulBasis.of(state));
  }
}
