package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stripe's objects in the JSON form of its API of 2025 and later; only the fields used here. */
final class StripeObjects {
  private StripeObjects() {}

  static JsonObject subscription(BillingSubscription subscription) {
    JsonArray items = new JsonArray();
    for (BillingSubscription.Item item : subscription.items()) {
      items.add(item("si_" + subscription.id() + items.size(), item, subscription.paidUntil()));
    }
    return JsonTemplate.fill(
        """
        {"id": %s, "object": "subscription", "customer": %s, "status": %s,
         "cancel_at_period_end": false, "collection_method": "charge_automatically",
         "currency": "eur", "latest_invoice": null, "metadata": {},
         "items": {"object": "list", "has_more": false, "data": %s}}""",
        subscription.id(), subscription.customer(), subscription.status().storedName(), items);
  }

  /** Since API version 2025-03-31 the billing period is a field of the item. */
  private static JsonObject item(
      String id, BillingSubscription.Item item, Optional<Instant> paidUntil) {
    JsonObject object =
        JsonTemplate.fill(
            """
            {"id": %s, "object": "subscription_item", "quantity": 1,
             "price": {"id": %s, "object": "price", "product": %s, "lookup_key": %s,
               "type": "recurring", "metadata": %s}}""",
            id,
            item.price().orElse(null),
            item.product().orElse(null),
            item.lookupKey().orElse(null),
            metadata(item.planNames()));
    paidUntil.ifPresent(until -> object.addProperty("current_period_end", until.getEpochSecond()));
    return object;
  }

  static JsonObject product(String id, List<String> planNames) {
    return JsonTemplate.fill(
        "{\"id\": %s, \"object\": \"product\", \"active\": true, \"metadata\": %s}",
        id, metadata(planNames));
  }

  /** The first name as {@code plan}, the second as {@code firebaseRole}. */
  private static JsonObject metadata(List<String> planNames) {
    JsonObject metadata = new JsonObject();
    for (int i = 0; i < planNames.size(); i++) {
      metadata.addProperty(i == 0 ? "plan" : "firebaseRole", planNames.get(i));
    }
    return metadata;
  }

  static JsonObject customer(BillingCustomer customer, String email) {
    JsonObject metadata = new JsonObject();
    customer
        .claimedSubject()
        .ifPresent(subject -> metadata.addProperty("firebaseUID", subject.value()));
    return JsonTemplate.fill(
        """
        {"id": %s, "object": "customer", "created": %s, "email": %s,
         "metadata": %s}""",
        customer.id(), customer.createdAt().getEpochSecond(), email, metadata);
  }

  /** The fields that Stripe returns of a deleted customer. */
  static JsonObject deletedCustomer(String id) {
    return JsonTemplate.fill("{\"id\": %s, \"object\": \"customer\", \"deleted\": true}", id);
  }
}
