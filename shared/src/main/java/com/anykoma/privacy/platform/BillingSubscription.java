package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A subscription at the payment provider, reduced to the data that determine a plan, without any
 * data about the payer (P11).
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
   * @param planNames the values of {@code metadata.plan} and {@code metadata.firebaseRole}, of the
   *     price, then of its product. Events and subscriptions lack those of the product, see {@link
   *     Billing#planNames}
   */
  public record Item(
      Optional<String> price,
      Optional<String> product,
      Optional<String> lookupKey,
      List<String> planNames) {
    public Item {
      Objects.requireNonNull(price);
      Objects.requireNonNull(product);
      Objects.requireNonNull(lookupKey);
      planNames = List.copyOf(planNames);
    }

    /** Reads a stored item. */
    public static Item of(Fields stored) {
      return new Item(
          stored.string("price"),
          stored.string("product"),
          stored.string("lookupKey"),
          stored.strings("planNames"));
    }

    /** Returns the item as it is stored. */
    public Fields fields() {
      return Fields.empty()
          .with("price", price)
          .with("product", product)
          .with("lookupKey", lookupKey)
          .with("planNames", planNames);
    }

    /** Returns a copy with more plan names, which count after the others. */
    public Item withPlanNames(List<String> more) {
      List<String> all = new ArrayList<>(planNames);
      all.addAll(more);
      return new Item(price, product, lookupKey, all);
    }
  }

  /** Returns a copy with other items. */
  public BillingSubscription withItems(List<Item> others) {
    return new BillingSubscription(id, customer, status, others, paidUntil);
  }
}
