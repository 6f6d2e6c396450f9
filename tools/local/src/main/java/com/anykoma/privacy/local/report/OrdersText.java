package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lays out for a person what {@code OrdersJson} says of orders, in 80 columns. */
public final class OrdersText {
  private static final int MINUTE = 16;
  private static final String NEXT_LINE = "\n  ";

  private OrdersText() {}

  /** How all orders stand. */
  public static String of(JsonObject overview) {
    List<String> lines = new ArrayList<>();
    Map<String, Long> open = new TreeMap<>();
    overview
        .getAsJsonObject("open")
        .asMap()
        .forEach((kind, count) -> open.put(text(kind), count.getAsLong()));
    lines.add("open: " + open + ", overdue: " + overview.get("overdue").getAsLong());
    each(overview, "orders").stream()
        .filter(it -> it.get("order").equals(overview.get("oldestOpen")))
        .forEach(it -> lines.set(0, lines.get(0) + ", oldest: " + age(it) + " old"));
    if (overview.get("blocked").getAsLong() > 0) {
      lines.add("blocked: " + overview.get("blocked").getAsLong() + " orders wait for a person");
    }
    overview
        .getAsJsonObject("breakers")
        .asMap()
        .forEach((what, since) -> lines.add("breaker: " + text(what) + " are " + text(since)));
    each(overview, "orders").forEach(it -> lines.add("\n" + heading(it) + order(it)));
    if (!each(overview, "fulfilledLately").isEmpty()) {
      lines.add("\nfulfilled lately:");
      each(overview, "fulfilledLately").forEach(it -> lines.add(heading(it) + fulfilled(it)));
    }
    return String.join("\n", lines);
  }

  /** Whether an order, or all orders of a cause, or the expiry of records waits for a person. */
  public static boolean isAnyBlocked(JsonObject overview) {
    return overview.get("blocked").getAsLong() > 0
        || overview.getAsJsonObject("breakers").size() > 0;
  }

  private static String heading(JsonObject order) {
    return String.format(
        Locale.ROOT, "%-9s %s%s", text(order.get("kind")), text(order.get("order")), NEXT_LINE);
  }

  private static String fulfilled(JsonObject order) {
    return minute(order, "fulfilledAt")
        + (order.has("certificate")
            ? ", certificate of round " + text(order.getAsJsonObject("certificate").get("round"))
            : ", no certificate");
  }

  /** How one order stands: its state, since when, until when, and what holds it up. */
  public static String order(JsonObject order) {
    List<String> lines = new ArrayList<>();
    lines.add(text(order.get("state")) + ", asked for " + minute(order, "requestedAt"));
    if (order.has("ageSeconds")) {
      lines.add("due " + minute(order, "dueAt") + ", " + age(order) + " old");
    }
    lines.add("cause: " + text(order.get("cause")));
    add(lines, order, "fulfilledAt", "fulfilled ");
    add(lines, order, "restorableUntil", "can be taken back until ");
    add(lines, order, "nextAttemptAt", "next attempt ");
    lines.addAll(why(order));
    return String.join(NEXT_LINE, lines);
  }

  /** What holds an order up, line by line. */
  public static List<String> why(JsonObject order) {
    List<String> lines = new ArrayList<>();
    if (order.has("blocked")) {
      lines.add("blocked until a person confirms or denies it:");
      lines.add("  " + text(order.get("blocked")));
    } else if (order.has("ageSeconds") && order.get("confirmed").getAsBoolean()) {
      lines.add("confirmed by a person");
    }
    each(order.getAsJsonArray("remaining"), "the last attempt left something in ", lines);
    each(order.getAsJsonArray("discrepancies"), "the second reader found something in ", lines);
    each(order.getAsJsonArray("others"), "of other people, not removed with it: ", lines);
    for (JsonObject each : each(order, "notGoneYet")) {
      lines.add(text(each.get("place")) + " until " + minute(each, "until") + ":");
      lines.add("  " + text(each.get("ground")));
    }
    if (order.has("ageSeconds")
        && order.has("removedAt")
        && order.getAsJsonArray("remaining").isEmpty()
        && order.getAsJsonArray("discrepancies").isEmpty()
        && each(order, "notGoneYet").isEmpty()) {
      lines.add("waits for the second reader");
    }
    return lines;
  }

  private static void each(JsonArray places, String what, List<String> lines) {
    places.forEach(place -> lines.add(what + text(place)));
  }

  private static List<JsonObject> each(JsonObject in, String name) {
    return in.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static void add(List<String> lines, JsonObject order, String time, String what) {
    if (order.has(time)) {
      lines.add(what + minute(order, time));
    }
  }

  private static String age(JsonObject order) {
    Duration age = Duration.ofSeconds(order.get("ageSeconds").getAsLong());
    return age.toDays() > 0 ? age.toDays() + "d" : age.toHours() + "h";
  }

  /** To the minute, in UTC. */
  public static String minute(Instant at) {
    return minute(at.toString());
  }

  private static String minute(JsonObject in, String time) {
    return minute(text(in.get(time)));
  }

  private static String minute(String at) {
    return at.substring(0, MINUTE).replace('T', ' ');
  }

  private static String text(JsonElement value) {
    return text(value.getAsString());
  }

  private static String text(String value) {
    return TerminalText.of(value);
  }
}
