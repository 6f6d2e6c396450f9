package com.anykoma.privacy.local.app;

import com.anykoma.privacy.local.host.ServedLog;
import com.anykoma.privacy.local.report.OrdersText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the status page of a served cloud. */
final class StatusHtml {
  private final Status status;
  private final Html html = new Html();

  private StatusHtml(Status status) {
    this.status = status;
  }

  /** Creates the page, with the notice as a warning at the top. */
  static Html of(Status status, Optional<String> notice) {
    StatusHtml page = new StatusHtml(status);
    page.html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
    page.html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.html.element("title", "AnyKoma Privacy on this machine");
    page.html.style(StatusPage.css()).close("head").open("body");
    page.header(notice);
    page.html.open("main");
    page.clock();
    PeopleHtml.write(page.html, status);
    OrdersHtml.write(page.html, status.orders());
    page.events();
    return page.html.close("main").close("body").close("html");
  }

  private void header(Optional<String> notice) {
    html.open("header").open("div", "class", "top").open("div");
    html.element("h1", "AnyKoma Privacy");
    html.element("p", "Served on this machine only. All times are UTC.", "class", "soft");
    html.close("div").element("a", "Reload", "class", "button", "href", "/").close("div");
    notice.ifPresent(it -> html.element("p", it, "class", "warn alert", "role", "alert"));
    html.close("header");
  }

  private void clock() {
    html.open("section", "aria-labelledby", "clock").element("h2", "Clock", "id", "clock");
    html.open("div", "class", "card").open("p").open("strong");
    time(html, status.now());
    html.close("strong").close("p").element("p", ahead(status.ahead()), "class", "soft");
    html.open("form", "method", "post", "action", "/").open("fieldset");
    html.element("legend", "Move forward and run all work that falls due:");
    button("hour", "1 hour");
    button("day", "1 day");
    button("month", "30 days");
    html.close("fieldset").close("form").close("div").close("section");
  }

  private void button(String move, String label) {
    html.element("button", label, "type", "submit", "name", "forward", "value", move);
  }

  private void events() {
    html.open("section", "aria-labelledby", "events").element("h2", "Last events", "id", "events");
    if (status.events().isEmpty()) {
      html.element("p", "No events were delivered since the start.", "class", "soft");
    } else {
      html.open("div", "class", "card events", "tabindex", "0", "role", "region");
      html.open("table").open("tr");
      for (String each : List.of("Time", "Function", "Outcome", "Attempt", "Took")) {
        html.element("th", each, "scope", "col");
      }
      html.close("tr");
      status.events().forEach(this::event);
      html.close("table").close("div");
    }
    html.close("section");
  }

  private void event(ServedLog.Event event) {
    html.open("tr").open("td");
    time(html, event.at());
    html.close("td").element("td", event.function()).open("td");
    html.element(
        "span",
        event.outcome(),
        "class",
        event.outcome().equals("taken") ? "mark good" : "mark warn");
    html.close("td").element("td", event.attempt()).element("td", event.millis() + " ms");
    html.close("tr");
  }

  /** Writes an instant, to the minute. */
  static void time(Html html, Instant at) {
    html.element("time", OrdersText.minute(at), "datetime", at.toString());
  }

  private static String ahead(Duration ahead) {
    List<String> parts = new ArrayList<>();
    add(parts, ahead.toDays(), "day");
    add(parts, ahead.toHoursPart(), "hour");
    add(parts, ahead.toMinutesPart(), "minute");
    return parts.isEmpty()
        ? "The time of this machine"
        : String.join(" ", parts) + " ahead of this machine";
  }

  private static void add(List<String> parts, long many, String unit) {
    if (many > 0) {
      parts.add(many + " " + unit + (many == 1 ? "" : "s"));
    }
  }
}
