package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import java.util.List;

/**
 * Adds the plan names in the metadata of products to subscriptions, which Stripe's events and lists
 * lack. Asks Stripe only about the product of an item that {@code plans.yaml} does not list,
 * because the metadata is looked up last (P7).
 */
record ProductPlans(PlanCatalog catalog, Billing billing) {
  /** Returns the event with complete items. */
  SubscriptionEvent complete(SubscriptionEvent event) {
    return event.subscription().map(this::complete).map(event::withSubscription).orElse(event);
  }

  /** Returns the subscription with complete items. */
  BillingSubscription complete(BillingSubscription subscription) {
    return subscription.withItems(subscription.items().stream().map(this::complete).toList());
  }

  private Item complete(Item item) {
    List<String> names =
        item.product()
            .filter(it -> catalog.isUnknown(item))
            .map(billing::planNames)
            .orElse(List.of());
    return item.withPlanNames(names);
  }
}
