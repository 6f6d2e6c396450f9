package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stripe's objects in the JSON form of its API of 2025 and later; only the fields used here. */
final class StripeObjects {
  private static final String CUSTOMER = "customer";

  private StripeObjects() {}

  static JsonObject subscription(BillingSubscription subscription) {
    JsonArray items = new JsonArray();
    for (BillingSubscription.Item item : subscription.items()) {
      items.add(item("si_" + subscription.id() + items.size(), item, subscription.paidUntil()));
    }
    JsonObject object = object("subscription", subscription.id());
    object.addProperty("customer", subscription.customer());
    object.addProperty("status", subscription.status().storedName());
    object.addProperty("cancel_at_period_end", false);
    object.addProperty("collection_method", "charge_automatically");
    object.addProperty("currency", "eur");
    object.add("latest_invoice", JsonNull.INSTANCE);
    object.add("metadata", new JsonObject());
    JsonObject list = new JsonObject();
    list.addProperty("object", "list");
    list.addProperty("has_more", false);
    list.add("data", items);
    object.add("items", list);
    return object;
  }

  /** Since API version 2025-03-31 the billing period is a field of the item. */
  private static JsonObject item(
      String id, BillingSubscription.Item item, Optional<Instant> paidUntil) {
    JsonObject price = object("price", item.price().orElse(null));
    price.addProperty("product", item.product().orElse(null));
    price.addProperty("lookup_key", item.lookupKey().orElse(null));
    price.addProperty("type", "recurring");
    price.add("metadata", metadata(item.planNames()));
    JsonObject object = object("subscription_item", id);
    object.addProperty("quantity", 1);
    object.add("price", price);
    paidUntil.ifPresent(until -> object.addProperty("current_period_end", until.getEpochSecond()));
    return object;
  }

  static JsonObject product(String id, List<String> planNames) {
    JsonObject object = object("product", id);
    object.addProperty("active", true);
    object.add("metadata", metadata(planNames));
    return object;
  }

  /** The first name as {@code plan}, the second as {@code firebaseRole}. */
  private static JsonObject metadata(List<String> planNames) {
    JsonObject metadata = new JsonObject();
    for (int i = 0; i < planNames.size(); i++) {
      metadata.addProperty(i == 0 ? "plan" : "firebaseRole", planNames.get(i));
    }
    return metadata;
  }

  static JsonObject customer(BillingCustomer customer) {
    JsonObject object = object(CUSTOMER, customer.id());
    object.addProperty("created", customer.createdAt().getEpochSecond());
    object.addProperty("email", "payer@example.com");
    JsonObject metadata = new JsonObject();
    customer
        .claimedSubject()
        .ifPresent(subject -> metadata.addProperty("firebaseUID", subject.value()));
    object.add("metadata", metadata);
    return object;
  }

  /** The fields that Stripe returns of a deleted customer. */
  static JsonObject deletedCustomer(String id) {
    JsonObject object = object(CUSTOMER, id);
    object.addProperty("deleted", true);
    return object;
  }

  private static JsonObject object(String kind, @Nullable String id) {
    JsonObject object = new JsonObject();
    object.addProperty("id", id);
    object.addProperty("object", kind);
    object.addProperty("livemode", false);
    return object;
  }
}
