package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.RemainingData;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.OrderStatus;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.Overview;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the state of removal orders as JSON, without any uid. */
public final class OrdersJson {
  private OrdersJson() {}

  /** The whole overview. */
  public static JsonObject of(Overview overview) {
    JsonObject json = new JsonObject();
    json.addProperty("at", overview.at().toString());
    JsonObject open = new JsonObject();
    overview.open().forEach(open::addProperty);
    json.add("open", open);
    json.addProperty("overdue", overview.overdue().size());
    json.addProperty("blocked", overview.blockedOrders());
    overview.oldest().ifPresent(it -> json.addProperty("oldestOpen", it.order().id()));
    JsonObject breakers = new JsonObject();
    overview
        .blocked()
        .forEach((breaker, since) -> breakers.addProperty(breaker, "blocked since " + since));
    json.add("breakers", breakers);
    json.add("orders", orders(overview.orders(), overview.at()));
    json.add("fulfilledLately", orders(overview.recent(), overview.at()));
    return json;
  }

  private static JsonArray orders(List<OrderStatus> statuses, Instant now) {
    JsonArray orders = new JsonArray();
    statuses.forEach(each -> orders.add(of(each, now)));
    return orders;
  }

  /** The state of one order. */
  public static JsonObject of(OrderStatus status, Instant now) {
    RemovalOrder order = status.order();
    JsonObject json = new JsonObject();
    json.addProperty("kind", order.path().collection().id());
    json.addProperty("order", order.id());
    json.addProperty("state", order.state().storedName());
    json.addProperty("cause", order.cause());
    json.addProperty("requestedAt", order.requestedAt().toString());
    json.addProperty("dueAt", order.dueAt().toString());
    if (order.isRestorable(now)) {
      json.addProperty("restorableUntil", order.restorableUntil().toString());
    }
    put(json, "startedAt", order.startedAt());
    put(json, "removedAt", order.removedAt());
    put(json, "fulfilledAt", order.fulfilledAt());
    put(json, "nextAttemptAt", order.nextAttemptAt());
    if (order.isLive()) {
      json.addProperty("ageSeconds", Duration.between(order.requestedAt(), now).toSeconds());
    }
    json.addProperty("confirmed", order.isConfirmed());
    order.blocked().ifPresent(it -> json.addProperty("blocked", it));
    json.addProperty("removed", order.removed());
    json.add("remaining", names(order.remaining()));
    json.add("discrepancies", names(order.discrepancies()));
    json.add("others", names(order.fields().strings("others")));
    JsonArray remainders = new JsonArray();
    status.remaining().forEach(each -> remainders.add(remainder(each)));
    json.add("notGoneYet", remainders);
    status.certificate().ifPresent(it -> json.add("certificate", certificate(it)));
    return json;
  }

  private static JsonArray names(List<String> places) {
    JsonArray names = new JsonArray();
    places.forEach(names::add);
    return names;
  }

  private static void put(JsonObject json, String name, Optional<Instant> at) {
    at.ifPresent(it -> json.addProperty(name, it.toString()));
  }

  private static JsonObject remainder(RemainingData remainder) {
    JsonObject json = new JsonObject();
    json.addProperty("place", remainder.place());
    json.addProperty("ground", remainder.ground());
    json.addProperty("until", remainder.until().toString());
    return json;
  }

  /** A certificate without its signature. */
  public static JsonObject certificate(Certificate certificate) {
    JsonObject json = new JsonObject();
    json.addProperty("round", certificate.round());
    json.addProperty("issuedAt", certificate.issuedAt().toString());
    json.add("locations", findings(certificate.locations()));
    json.add("copies", findings(certificate.copies()));
    certificate.subjectCommitment().ifPresent(it -> json.addProperty("subjectCommitment", it));
    if (!certificate.recalled().isEmpty()) {
      json.add("recalled", names(certificate.recalled()));
    }
    return json;
  }

  private static JsonArray findings(List<Finding> findings) {
    JsonArray all = new JsonArray();
    for (Finding each : findings) {
      JsonObject json = new JsonObject();
      json.addProperty("place", each.place());
      json.addProperty("status", each.status().storedName());
      each.until().ifPresent(it -> json.addProperty("until", it.toString()));
      each.ground().ifPresent(it -> json.addProperty("ground", it));
      all.add(json);
    }
    return all;
  }
}
