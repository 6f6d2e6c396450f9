package com.anykoma.privacy.local.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Writes Stripe's events as Stripe writes them, as far as they matter here. */
public final class StripeJson {
  /**
   * What a subscription event tells.
   *
   * @param uid what the app put into the metadata; empty when it forgot to
   * @param price the lookup key of the price
   */
  public record Subscription(
      String id,
      String customer,
      Optional<String> uid,
      String status,
      String price,
      Instant paidUntil) {}

  private StripeJson() {}

  /** The event as Stripe sends it. */
  public static byte[] bytes(JsonObject event) {
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** {@code customer.subscription.*}. */
  public static JsonObject event(
      String id, String change, Instant created, Subscription subscription) {
    JsonObject price = new JsonObject();
    price.addProperty("id", "price_" + subscription.price());
    price.addProperty("object", "price");
    price.addProperty("lookup_key", subscription.price());
    JsonObject item = new JsonObject();
    item.addProperty("id", "si_" + subscription.id());
    item.addProperty("object", "subscription_item");
    item.addProperty("current_period_end", subscription.paidUntil().getEpochSecond());
    item.add("price", price);
    JsonArray data = new JsonArray();
    data.add(item);
    JsonObject items = new JsonObject();
    items.addProperty("object", "list");
    items.add("data", data);
    JsonObject object = object("subscription", subscription.id(), subscription.customer());
    object.addProperty("status", subscription.status());
    object.add("items", items);
    JsonObject metadata = new JsonObject();
    subscription.uid().ifPresent(uid -> metadata.addProperty("firebaseUID", uid));
    object.add("metadata", metadata);
    return event(id, "customer.subscription." + change, created, object);
  }

  /** {@code checkout.session.completed}: the person is back from the payment page. */
  public static JsonObject checkoutCompleted(
      String id, Instant created, String customer, String uid, String subscription) {
    JsonObject object = object("checkout.session", "cs_" + id, customer);
    object.addProperty("mode", "subscription");
    object.addProperty("status", "complete");
    object.addProperty("client_reference_id", uid);
    object.addProperty("subscription", subscription);
    return event(id, "checkout.session.completed", created, object);
  }

  private static JsonObject object(String kind, String id, String customer) {
    JsonObject object = new JsonObject();
    object.addProperty("id", id);
    object.addProperty("object", kind);
    object.addProperty("customer", customer);
    object.addProperty("livemode", false);
    return object;
  }

  private static JsonObject event(String id, String type, Instant created, JsonObject object) {
    JsonObject data = new JsonObject();
    data.add("object", object);
    JsonObject event = new JsonObject();
    event.addProperty("id", id);
    event.addProperty("object", "event");
    event.addProperty("api_version", "2025-03-31.basil");
    event.addProperty("created", created.getEpochSecond());
    event.addProperty("type", type);
    event.addProperty("livemode", false);
    event.addProperty("pending_webhooks", 1);
    event.add("data", data);
    return event;
  }
}
