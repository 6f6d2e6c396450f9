package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.usage.consent.LawfulBasis;
import com.anykoma.privacy.usage.plan.EventFixtures;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.plan.SubscriptionFixtures;
import com.anykoma.privacy.usage.plan.Subscriptions;
import com.anykoma.privacy.usage.training.SubjectHistory.Delivery;
import com.anykoma.privacy.usage.training.SubjectHistory.Event;
import com.anykoma.privacy.usage.training.SubjectHistory.Item;
import com.anykoma.privacy.usage.training.SubjectHistory.Kind;
import com.anykoma.privacy.usage.training.SubjectHistory.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Applies a history to the product's rules, then asks the gate about every item. */
final class GateUnderTest {
  private static final String HASH = "0".repeat(64);

  private final SubjectHistory history;
  private final Policies policies;
  private final TrainingGate gate;
  private final Set<Event> applied = new HashSet<>();
  private final boolean billingAnswers;
  private Subscriptions subscriptions = Subscriptions.NONE;

  GateUnderTest(SubjectHistory history, boolean billingAnswers) {
    this.history = history;
    this.billingAnswers = billingAnswers;
    List<Policy> versions = new ArrayList<>();
    versions.add(new Policy("v1", time(Math.max(-1_000_000, history.grantFrom())), true, HASH));
    if (history.grantUntil() < SubjectHistory.NEVER) {
      versions.add(new Policy("v2", time(history.grantUntil()), false, HASH));
    }
    policies = new Policies("Us", versions);
    gate = new TrainingGate(policies);
  }

  /** Applies an event, unless it had an effect before, as its mark ensures in production. */
  void deliver(Delivery delivery) {
    Event event = delivery.event();
    if (applied.contains(event)) {
      return;
    }
    SubscriptionEvent delivered = event(event);
    Optional<BillingSubscription> answer =
        billingAnswers && SubscriptionFixtures.isAmbiguous(subscriptions, delivered)
            ? Optional.of(answer(event, delivery.millis()))
            : Optional.empty();
    Subscriptions after = SubscriptionFixtures.with(subscriptions, delivered, answer);
    if (!after.equals(subscriptions)) {
      applied.add(event);
    }
    subscriptions = after;
  }

  /** Returns Stripe's answer at the time of the delivery: the state of the latest event. */
  private BillingSubscription answer(Event asked, long now) {
    Event last =
        history.events().stream()
            .filter(it -> it.hasState() && it.subscription().equals(asked.subscription()))
            .filter(it -> it.number() <= asked.number() || it.second() * 1_000 <= now)
            .reduce((a, b) -> a.number() > b.number() ? a : b)
            .orElseThrow();
    return builder(last).subscription();
  }

  Set<String> eligible(long now) {
    SubjectFacts facts =
        new SubjectFacts(true, Optional.empty(), false, false, 0, subscriptions, objection(now));
    return history.items().stream()
        .filter(
            it ->
                gate.admission(Purpose.IMPROVEMENT, facts, Optional.of(stamp(it, now)), time(now))
                    .eligible())
        .map(Item::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Objection objection(long now) {
    Objection objection = Objection.NONE;
    for (Signal each : history.signals()) {
      if (each.millis() <= now) {
        Objection.Signal signal = each.gpc() ? Objection.Signal.GPC : Objection.Signal.OBJECTION;
        objection = objection.with(signal, each.on(), time(each.millis()));
      }
    }
    return objection;
  }

  /** Returns the least strict stamp, so that only the facts can refuse the item. */
  private ItemStamp stamp(Item item, long now) {
    Instant createdAt = time(item.created());
    return new ItemStamp(
        item.id(),
        createdAt,
        "free",
        false,
        policies.inForceAt(createdAt).map(Policy::version),
        LawfulBasis.LEGITIMATE_INTEREST,
        0,
        item.deleted() <= now ? Optional.of(time(item.deleted())) : Optional.empty(),
        Set.of(),
        false);
  }

  static Instant time(long millis) {
    return EventFixtures.START.plusMillis(millis);
  }

  static SubscriptionEvent event(Event event) {
    return builder(event).event();
  }

  static EventFixtures builder(Event event) {
    EventFixtures built = kind(event.kind(), event);
    built.id("evt_" + event.number()).of(event.customer()).after(event.second());
    if (event.hasState()) {
      built.status(SubscriptionStatus.of(event.status())).plan(event.plan());
      if (event.paidUntil() != SubjectHistory.NEVER) {
        built.paidUntil(event.paidUntil());
      }
    }
    return built;
  }

  private static EventFixtures kind(Kind kind, Event event) {
    return switch (kind) {
      case CREATED -> EventFixtures.created(event.subscription());
      case UPDATED -> EventFixtures.updated(event.subscription());
      case DELETED -> EventFixtures.deleted(event.subscription());
      case CHECKOUT -> EventFixtures.checkout(event.subscription());
      case CUSTOMER_DELETED -> EventFixtures.customerDeleted(event.customer());
    };
  }
}
