package com.anykoma.privacy.local.app;

import com.anykoma.privacy.emulators.JsonTemplate;
import com.anykoma.privacy.platform.BillingSubscription;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Creates Stripe events in Stripe's JSON format, with the members that the webhook reads. */
public final class StripeJson {
  /**
   * The subscription that an event is about.
   *
   * @param uid the uid that the app put into the metadata, if any
   * @param item names the price by its id, its product, its lookup key or the plan in its metadata
   */
  public record Subscription(
      String id,
      String customer,
      Optional<String> uid,
      String status,
      BillingSubscription.Item item,
      Instant paidUntil) {}

  private StripeJson() {}

  /** Serializes an event. */
  public static byte[] bytes(JsonObject event) {
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Creates an event {@code customer.subscription.*}. */
  public static JsonObject event(
      String id, String change, Instant created, Subscription subscription) {
    JsonObject object = object("subscription", subscription.id(), subscription.customer());
    object.addProperty("status", subscription.status());
    object.add(
        "items",
        JsonTemplate.fill(
            """
            {"object": "list", "data": [{
              "id": %s, "object": "subscription_item", "current_period_end": %s,
              "price": %s}]}""",
            "si_" + subscription.id(),
            subscription.paidUntil().getEpochSecond(),
            price(subscription.item())));
    JsonObject metadata = new JsonObject();
    subscription.uid().ifPresent(uid -> metadata.addProperty("firebaseUID", uid));
    object.add("metadata", metadata);
    return event(id, "customer.subscription." + change, created, object);
  }

  /** Creates a price with the names that the item has. */
  public static JsonObject price(BillingSubscription.Item item) {
    JsonObject price = new JsonObject();
    price.addProperty("id", item.price().orElse("price_1"));
    item.product().ifPresent(product -> price.addProperty("product", product));
    item.lookupKey().ifPresent(key -> price.addProperty("lookup_key", key));
    JsonObject metadata = new JsonObject();
    item.planNames().forEach(plan -> metadata.addProperty("plan", plan));
    price.add("metadata", metadata);
    return price;
  }

  /** Creates {@code checkout.session.completed}: the person has completed the payment page. */
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
    return JsonTemplate.fill(
        """
        {"id": %s, "object": %s, "customer": %s, "livemode": false}""",
        id, kind, customer);
  }

  private static JsonObject event(String id, String type, Instant created, JsonObject object) {
    return JsonTemplate.fill(
        """
        {"id": %s, "object": "event", "api_version": "2025-03-31.basil", "created": %s,
         "type": %s, "livemode": false, "pending_webhooks": 1, "data": {"object": %s}}""",
        id, created.getEpochSecond(), type, object);
  }
}
