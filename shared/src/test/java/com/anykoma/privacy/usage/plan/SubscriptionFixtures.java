package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Optional;

/** Creates the subscriptions of a subject from events, applied in the order given. */
public final class SubscriptionFixtures {
  /** The shipped catalogue plus a free plan with a price. */
  public static final PlanCatalog CATALOG =
      PlanCatalog.read(
          Setting.parse(
              "plans.yaml",
              """
              plans:
                free: { paid: no, metadata: [free] }
                starter: { paid: yes, metadata: [starter] }
                pro: { paid: yes, metadata: [pro] }
                master: { paid: yes, metadata: [master] }
              """));

  public static final Plans PLANS = CATALOG.plans();

  static final PlanRules RULES = new PlanRules(CATALOG, FixtureProduct.POLICIES);

  private SubscriptionFixtures() {}

  /** Applies these events in order. */
  public static Subscriptions of(EventFixtures... events) {
    return of(List.of(events).stream().map(EventFixtures::event).toList());
  }

  public static Subscriptions of(List<SubscriptionEvent> events) {
    Subscriptions subscriptions = Subscriptions.NONE;
    for (SubscriptionEvent event : events) {
      subscriptions = with(subscriptions, event, Optional.empty());
    }
    return subscriptions;
  }

  public static Subscriptions with(
      Subscriptions before, SubscriptionEvent event, Optional<BillingSubscription> answer) {
    return RULES.apply(before, event, answer);
  }

  /** Whether Stripe has to be asked which of two events of one second is current. */
  public static boolean isAmbiguous(Subscriptions before, SubscriptionEvent event) {
    return RULES.isAmbiguous(before, event);
  }
}
