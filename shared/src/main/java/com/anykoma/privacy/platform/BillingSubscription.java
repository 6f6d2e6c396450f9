package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A subscription at the payment provider, reduced to the data that determine a plan, without any
 * data about the payer (P11).
 *
 * @param paidUntil end of the latest period over all items
 */
public record BillingSubscription(
    String id,
    String customer,
    SubscriptionStatus status,
    List<Item> items,
    Optional<Instant> paidUntil) {
  public BillingSubscription {
    Objects.requireNonNull(id);
    Objects.requireNonNull(customer);
    Objects.requireNonNull(status);
    items = List.copyOf(items);
    Objects.requireNonNull(paidUntil);
  }

  /**
   * One priced item.
   *
   * @param planName the price's {@code metadata.plan}
   */
  public record Item(
      Optional<String> price,
      Optional<String> product,
      Optional<String> lookupKey,
      Optional<String> planName) {
    public Item {
      Objects.requireNonNull(price);
      Objects.requireNonNull(product);
      Objects.requireNonNull(lookupKey);
      Objects.requireNonNull(planName);
    }
  }
}
