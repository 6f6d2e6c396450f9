package com.anykoma.privacy.stripe;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Parses Stripe's subscription object of any API version, from events and API responses. */
public final class StripeSubscription {
  private StripeSubscription() {}

  /**
   * Reads a subscription. {@code current_period_end} is a member of the subscription before API
   * version 2025-03-31 and of its items since then. An item's price is in {@code price} or the
   * older {@code plan}.
   */
  public static BillingSubscription read(JsonValue object) {
    List<JsonValue> items =
        object.object("items").map(list -> list.objects("data")).orElse(List.of());
    return new BillingSubscription(
        SubscriptionEventReader.requireStripeId(object, "id", object.requiredString("id")),
        object.idOf("customer").orElseThrow(() -> object.problem("customer", "is missing")),
        SubscriptionStatus.of(object.requiredString("status")),
        items.isEmpty() ? price(object).stream().toList() : items(items),
        paidUntil(object, items));
  }

  private static List<Item> items(List<JsonValue> items) {
    return items.stream()
        .map(item -> price(item).orElseThrow(() -> item.problem("price", "is missing")))
        .toList();
  }

  private static Optional<Item> price(JsonValue item) {
    Optional<JsonValue> price = item.object("price").or(() -> item.object("plan"));
    return price.map(
        it ->
            new Item(it.string("id"), it.idOf("product"), it.string("lookup_key"), planNames(it)));
  }

  /**
   * Reads the plan names in the metadata of a price or product: {@code plan}, then {@code
   * firebaseRole}, the convention of the Firebase extension {@code firestore-stripe-payments}.
   */
  public static List<String> planNames(JsonValue priceOrProduct) {
    Optional<JsonValue> metadata = priceOrProduct.object("metadata");
    return Stream.of("plan", "firebaseRole")
        .flatMap(name -> metadata.flatMap(it -> it.string(name)).stream())
        .toList();
  }

  private static Optional<Instant> paidUntil(JsonValue object, List<JsonValue> items) {
    return Stream.concat(Stream.of(object), items.stream())
        .flatMap(it -> SubscriptionEventReader.time(it, "current_period_end").stream())
        .max(Comparator.naturalOrder());
  }
}
