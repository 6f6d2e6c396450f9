package com.anykoma.privacy.local.app;

import com.anykoma.privacy.local.report.GateReport;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.training.GateDecision;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.ItemDecision;
import java.time.Instant;
import java.util.List;

/** Writes the section of the status page about people and the gate's decision for each item. */
final class PeopleHtml {
  private static final int MAX_ITEMS = 30;

  private PeopleHtml() {}

  static void write(Html html, Status status) {
    html.open("section", "aria-labelledby", "people").element("h2", "People", "id", "people");
    if (status.people().isEmpty()) {
      String none = "No one has signed up yet. Try the commands that ./run serve printed.";
      html.element("p", none, "class", "soft");
    }
    html.open("ul", "class", "grid");
    status.people().forEach(each -> person(html, each, status.now()));
    html.close("ul");
    if (status.morePeople()) {
      html.element("p", "More people exist than are shown.", "class", "soft");
    }
    html.close("section");
  }

  private static void person(Html html, Status.Person person, Instant now) {
    GateReport gate = person.gate();
    html.open("li", "class", "card");
    html.open("h3").element("code", gate.subject().value()).close("h3");
    String paid = gate.planStatus().paidFeatures() ? ", with paid features" : "";
    html.element("p", "Plan " + gate.planStatus().plan() + paid + "; " + person.account());
    person.gate().erasure().ifPresent(it -> erasure(html, it, now));
    html.open("ul", "class", "items");
    List<ItemDecision> items = gate.items();
    items.stream().limit(MAX_ITEMS).forEach(each -> item(html, each));
    if (items.size() > MAX_ITEMS) {
      html.element("li", items.size() - MAX_ITEMS + " more items", "class", "soft");
    }
    html.open("li").text("New content ");
    decision(html, gate.newContent());
    html.close("li").close("ul").close("li");
  }

  private static void erasure(Html html, RemovalOrder order, Instant now) {
    html.open("p");
    if (order.isRestorable(now)) {
      html.element("span", "erasure requested", "class", "mark warn");
      html.text(" can be revoked until ");
      StatusHtml.time(html, order.restorableUntil());
    } else {
      html.element("span", "erasure in progress", "class", "mark warn");
      html.text(" due by ");
      StatusHtml.time(html, order.dueAt());
    }
    html.close("p");
  }

  private static void item(Html html, ItemDecision item) {
    html.open("li").element("code", item.item()).text(" ");
    decision(html, item.decision());
    html.close("li");
  }

  private static void decision(Html html, GateDecision decision) {
    if (decision.eligible()) {
      html.element("span", "may improve the service", "class", "mark good");
      return;
    }
    html.element("span", "protected", "class", "mark plain").open("ul");
    for (GateReason each : decision.reasons()) {
      html.element("li", each.description());
    }
    html.close("ul");
  }
}
