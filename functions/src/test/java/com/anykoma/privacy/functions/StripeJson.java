package com.anykoma.privacy.functions;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/** Builds Stripe events as Stripe sends them, with a payer's personal data in many fields. */
final class StripeJson {
  /** Personal data of a payer that only Stripe may store. */
  static final String MARKER = "Zoe-Marker-4711";

  private StripeJson() {}

  static JsonObject event(String id, String type, long created, JsonObject object) {
    JsonObject data = new JsonObject();
    data.add("object", object);
    JsonObject event = new JsonObject();
    event.addProperty("id", id);
    event.addProperty("object", "event");
    event.addProperty("type", type);
    event.addProperty("created", created);
    event.addProperty("livemode", false);
    event.addProperty("api_version", "2026-01-28.clover");
    event.add("data", data);
    return event;
  }

  static JsonObject subscription(
      String id, String customer, String status, String lookupKey, long paidUntil) {
    JsonObject price = new JsonObject();
    price.addProperty("id", "price_" + lookupKey);
    price.addProperty("product", "prod_anykoma");
    price.addProperty("lookup_key", lookupKey);
    price.add("metadata", new JsonObject());
    JsonObject item = new JsonObject();
    item.add("price", price);
    item.addProperty("current_period_end", paidUntil);
    JsonArray items = new JsonArray();
    items.add(item);
    JsonObject list = new JsonObject();
    list.add("data", items);
    JsonObject subscription = new JsonObject();
    subscription.addProperty("id", id);
    subscription.addProperty("object", "subscription");
    subscription.addProperty("customer", customer);
    subscription.addProperty("status", status);
    subscription.addProperty("description", MARKER);
    subscription.add("items", list);
    subscription.add("metadata", new JsonObject());
    return subscription;
  }

  static JsonObject customer(String id, String uid) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("firebaseUID", uid);
    JsonObject address = new JsonObject();
    address.addProperty("line1", MARKER + " Street 1");
    JsonObject customer = new JsonObject();
    customer.addProperty("id", id);
    customer.addProperty("object", "customer");
    customer.addProperty("name", MARKER);
    customer.addProperty("email", MARKER + "@example.com");
    customer.addProperty("phone", "+49 170 " + MARKER);
    customer.add("address", address);
    customer.add("metadata", metadata);
    return customer;
  }

  static JsonObject invoice(String id, String customer, String subscription) {
    JsonObject invoice = new JsonObject();
    invoice.addProperty("id", id);
    invoice.addProperty("object", "invoice");
    invoice.addProperty("customer", customer);
    invoice.addProperty("customer_email", MARKER + "@example.com");
    invoice.addProperty("subscription", subscription);
    return invoice;
  }

  static byte[] bytes(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
