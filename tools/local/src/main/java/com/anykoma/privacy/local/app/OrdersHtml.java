package com.anykoma.privacy.local.app;

import static java.util.stream.Collectors.counting;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.local.report.OrdersText;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.OrderStatus;
import com.anykoma.privacy.rights.erasure.RemovalStatusService.Overview;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the sections of the status page about removal orders and their certificates. */
final class OrdersHtml {
  private OrdersHtml() {}

  static void write(Html html, Overview overview) {
    html.open("section", "aria-labelledby", "orders").element("h2", "Orders", "id", "orders");
    overview
        .blocked()
        .forEach(
            (what, since) ->
                html.element(
                    "p",
                    "The circuit breaker has blocked "
                        + what
                        + " since "
                        + OrdersText.minute(since),
                    "class",
                    "warn alert"));
    list(html, overview.orders(), "No order is open.", (to, it) -> order(to, it, overview.at()));
    html.close("section");
    List<OrderStatus> certified =
        Stream.concat(overview.orders().stream(), overview.recent().stream())
            .filter(each -> each.certificate().isPresent())
            .toList();
    html.open("section", "aria-labelledby", "proofs").element("h2", "Certificates", "id", "proofs");
    list(html, certified, "No certificates yet.", OrdersHtml::certificate);
    html.close("section");
  }

  private static void list(
      Html html, List<OrderStatus> statuses, String none, BiConsumer<Html, OrderStatus> write) {
    if (statuses.isEmpty()) {
      html.element("p", none, "class", "soft");
      return;
    }
    html.open("ul", "class", "grid");
    for (OrderStatus each : statuses) {
      html.open("li", "class", "card");
      write.accept(html, each);
      html.close("li");
    }
    html.close("ul");
  }

  private static void order(Html html, OrderStatus status, Instant now) {
    RemovalOrder order = status.order();
    String kind = order.path().collection().id().equals("erasures") ? "Erasure" : "Purge";
    String whose = order.subject().map(SubjectId::value).map(it -> " for " + it).orElse("");
    html.element("h3", kind + whose);
    boolean isLate = !now.isBefore(order.dueAt());
    html.open("p").element("span", order.state().storedName(), "class", "mark warn");
    html.close("p").open("dl");
    term(html, "Item", order.fields().string("item").orElse(""));
    term(html, "Cause", order.cause());
    time(html, isLate ? "Overdue since" : "Due by", Optional.of(order.dueAt()));
    if (order.isRestorable(now)) {
      time(html, "Begins", Optional.of(order.restorableUntil()));
    } else {
      time(html, "Next attempt", order.nextAttemptAt());
    }
    term(html, "Delayed by", String.join(" ", OrdersText.delays(OrdersJson.of(status, now))));
    term(html, "Order", order.id());
    html.close("dl");
  }

  private static void certificate(Html html, OrderStatus status) {
    Certificate certificate = status.certificate().orElseThrow();
    String kind = certificate.kind() == Certificate.Kind.ERASURE ? "Erasure" : "Purge";
    html.element("h3", kind + ", round " + certificate.round()).open("p");
    html.element("span", status.order().state().storedName(), "class", "mark good").close("p");
    html.open("dl");
    time(html, "Issued", Optional.of(certificate.issuedAt()));
    term(html, "Places", counts(certificate.locations()));
    term(html, "Copies", counts(certificate.copies()));
    time(html, "Last copy deleted by", certificate.lastCopyUntil());
    term(html, "Order", certificate.order());
    html.close("dl");
  }

  private static String counts(List<Finding> findings) {
    return findings.stream()
        .collect(
            Collectors.groupingBy(each -> each.status().storedName(), TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void time(Html html, String term, Optional<Instant> at) {
    at.ifPresent(
        it -> {
          html.element("dt", term).open("dd");
          StatusHtml.time(html, it);
          html.close("dd");
        });
  }

  private static void term(Html html, String term, String value) {
    if (!value.isEmpty()) {
      html.element("dt", term).element("dd", value);
    }
  }
}
