package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.RemainingData;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.OrderStatus;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.Overview;
import com.google.common.collect.Maps;
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
    return FieldsJson.members(
        Fields.empty()
            .with("at", overview.at())
            .with("open", overview.open())
            .with("overdue", overview.overdue().size())
            .with("blocked", overview.blockedOrders())
            .with("oldestOpen", overview.oldest().map(it -> it.order().id()))
            .with(
                "breakers",
                Maps.transformValues(overview.blocked(), since -> "blocked since " + since))
            .with("orders", orders(overview.orders(), overview.at()))
            .with("fulfilledLately", orders(overview.recent(), overview.at())));
  }

  private static List<Fields> orders(List<OrderStatus> statuses, Instant now) {
    return statuses.stream().map(each -> fields(each, now)).toList();
  }

  /** The state of one order. */
  public static JsonObject of(OrderStatus status, Instant now) {
    return FieldsJson.members(fields(status, now));
  }

  private static Fields fields(OrderStatus status, Instant now) {
    RemovalOrder order = status.order();
    Duration age = Duration.between(order.requestedAt(), now);
    return Fields.empty()
        .with("kind", order.path().collection().id())
        .with("order", order.id())
        .with("state", order.state().storedName())
        .with("cause", order.cause())
        .with("requestedAt", order.requestedAt())
        .with("dueAt", order.dueAt())
        .with(
            "restorableUntil",
            Optional.of(order.restorableUntil()).filter(it -> order.isRestorable(now)))
        .with("startedAt", order.startedAt())
        .with("removedAt", order.removedAt())
        .with("fulfilledAt", order.fulfilledAt())
        .with("nextAttemptAt", order.nextAttemptAt())
        .with("ageSeconds", Optional.of(age.toSeconds()).filter(it -> order.isLive()))
        .with("confirmed", order.isConfirmed())
        .with("blocked", order.blocked())
        .with("removed", order.removed())
        .with("remaining", order.remaining())
        .with("discrepancies", order.discrepancies())
        .with("others", order.fields().strings("others"))
        .with("notGoneYet", status.remaining().stream().map(OrdersJson::fields).toList())
        .with("certificate", status.certificate().map(OrdersJson::fields));
  }

  private static Fields fields(RemainingData remainder) {
    return Fields.empty()
        .with("place", remainder.place())
        .with("ground", remainder.ground())
        .with("until", remainder.until());
  }

  /** A certificate without its signature. */
  public static JsonObject certificate(Certificate certificate) {
    return FieldsJson.members(fields(certificate));
  }

  private static Fields fields(Certificate certificate) {
    return Fields.empty()
        .with("round", certificate.round())
        .with("issuedAt", certificate.issuedAt())
        .with("locations", findings(certificate.locations()))
        .with("copies", findings(certificate.copies()))
        .with("subjectCommitment", certificate.subjectCommitment())
        .with("recalled", Optional.of(certificate.recalled()).filter(it -> !it.isEmpty()));
  }

  private static List<Fields> findings(List<Finding> findings) {
    return findings.stream()
        .map(
            each ->
                Fields.empty()
                    .with("place", each.place())
                    .with("status", each.status().storedName())
                    .with("until", each.until())
                    .with("ground", each.ground()))
        .toList();
  }
}
