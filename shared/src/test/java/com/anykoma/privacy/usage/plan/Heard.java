package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Optional;

/**
 * What a subject's subscriptions are once some events were heard, in the order of their arrival.
 */
public final class Heard {
  /** Like the shipped catalogue, and a free plan that is sold at a price of zero. */
  public static final PlanCatalog CATALOG =
      PlanCatalog.read(
          Setting.parse(
              "plans.yaml",
              """
              plans:
                free: { metadata: [free] }
                starter: { metadata: [starter] }
                pro: { metadata: [pro] }
                master: { metadata: [master] }
              """));

  static final PlanRules RULES = new PlanRules(CATALOG, Policies.shipped());

  private Heard() {}

  /** The subscriptions after these events, heard in this order. */
  public static Subscriptions of(EventFixtures... told) {
    return of(List.of(told).stream().map(EventFixtures::event).toList());
  }

  public static Subscriptions of(List<SubscriptionEvent> events) {
    Subscriptions subscriptions = Subscriptions.NONE;
    for (SubscriptionEvent event : events) {
      subscriptions = with(subscriptions, event, Optional.empty());
    }
    return subscriptions;
  }

  public static Subscriptions with(
      Subscriptions before, SubscriptionEvent event, Optional<BillingSubscription> truth) {
    return RULES.apply(before, event, truth);
  }

  /** Whether only Stripe can tell which of two events of one second holds. */
  public static boolean isAmbiguous(Subscriptions before, SubscriptionEvent event) {
    return RULES.isAmbiguous(before, event);
  }
}
