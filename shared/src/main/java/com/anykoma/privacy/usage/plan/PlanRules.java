package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.consent.ConsentState;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerEnded;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Mentioned;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one event means for a subject's subscriptions and consent. Pure: no port, no clock. */
public record PlanRules(PlanCatalog catalog, Policies policies) {
  /** A sentence to alarm with when the event is about a price that nobody listed (P7). */
  Optional<String> unknownPrice(SubscriptionEvent event) {
    return event
        .subscription()
        .filter(catalog::hasUnknownItem)
        .map(it -> "alarm: a subscription has a price that plans.yaml does not list");
  }

  /** Whether only Stripe can tell which of two events of the same second holds. */
  boolean ties(Subscriptions before, SubscriptionEvent event) {
    return event
        .subscription()
        .filter(it -> before.ties(it.id(), event.customer(), observation(event, it, rank(event))))
        .isPresent();
  }

  /**
   * The subscriptions once the event is counted in.
   *
   * @param truth what Stripe said when it was asked; it counts after the event's own words
   */
  Subscriptions with(
      Subscriptions before, SubscriptionEvent event, Optional<BillingSubscription> truth) {
    Mention mention = new Mention(event.at(), event.id());
    if (event.news() instanceof CustomerEnded) {
      return before.ending(event.customer(), mention);
    }
    if (event.news() instanceof Mentioned mentioned) {
      return before.expecting(mentioned.subscription(), event.customer(), mention);
    }
    return event.subscription().map(it -> observing(before, event, it, truth)).orElse(before);
  }

  private Subscriptions observing(
      Subscriptions before,
      SubscriptionEvent event,
      BillingSubscription stated,
      Optional<BillingSubscription> truth) {
    Subscriptions after =
        before.observing(stated.id(), event.customer(), observation(event, stated, rank(event)));
    return truth
        .map(asked -> observation(event, asked, Observation.Rank.TRUTH))
        .map(answer -> after.settling(stated.id(), event.customer(), answer))
        .orElse(after);
  }

  /** Whether Stripe says another thing of a subscription than the last that was heard of it. */
  boolean differs(Subscriptions heard, BillingSubscription stated, Instant now) {
    Observation is = observation(now, "", stated, Observation.Rank.UPDATED); // no event told it
    SubscriptionHistory history = heard.histories().get(stated.id());
    return history == null
        || history.seen().isEmpty()
        || !history.last().sameStateAs(is)
        || !history.last().paidUntil().equals(is.paidUntil());
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

  /** An item that is not known beside a free one leaves the plan unknown: the strict reading. */
  private Observation observation(
      Instant at, String event, BillingSubscription it, Observation.Rank rank) {
    Optional<Plan> plan =
        catalog.planOf(it).filter(found -> found != Plan.FREE || !catalog.hasUnknownItem(it));
    return new Observation(at, rank, it.status(), plan, it.paidUntil(), event);
  }

  /** The words of the tasks that follow from a change of the subject's subscriptions. */
  List<String> followUps(Subscriptions before, Subscriptions after, Instant now) {
    List<String> followUps = new ArrayList<>();
    PlanStatus was = before.standingAt(before.present(now));
    PlanStatus is = after.standingAt(after.present(now));
    if (was.plan() != is.plan() || was.paidFeatures() != is.paidFeatures()) {
      followUps.add(FollowUp.CLAIMS.word());
    }
    if (after.protectedThrough(now).isAfter(before.protectedThrough(now))) {
      followUps.add(FollowUp.WITHDRAW.word());
    }
    if (followUps.contains(FollowUp.WITHDRAW.word()) || was.protectedNow() != is.protectedNow()) {
      followUps.add(FollowUp.REPAIR.word());
    }
    return followUps;
  }

  /** What the event changed in the subject's plan over time: nothing, usually one period. */
  Optional<ConsentRecord> consent(
      SubscriptionEvent event, Subscriptions before, Subscriptions after, Instant now) {
    List<PlanPeriod> known = before.periods();
    return consent(
        event.id(),
        event.at(),
        after.periods().stream()
            .filter(period -> known.stream().noneMatch(period::isPartOf))
            .toList(),
        now);
  }

  /** What holds from now on of a subject whom a customer was, or may be, wrongly put down to. */
  ConsentRecord correction(String event, Subscriptions after, Instant now) {
    Instant present = after.present(now);
    return consent(event, present, after.periodsFrom(present, event), now).orElseThrow();
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
    boolean granted = policies.grantImprovementAt(period.from());
    ConsentState state =
        period.isProtected()
            ? ConsentState.WITHDRAWN
            : granted ? ConsentState.GIVEN : ConsentState.REFUSED;
    return new ConsentRecord.ConsentChange(
        period.from(), period.to(), Optional.of(period.plan()), state, LawfulBasis.of(state));
  }
}
