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

/** Formats the JSON of {@code OrdersJson} as text, in 80 columns. */
public final class OrdersText {
  private static final int MINUTE = 16;
  private static final String NEXT_LINE = "\n  ";

  private OrdersText() {}

  /** Formats the overview of all orders. */
  public static String of(JsonObject overview) {
    List<String> lines = new ArrayList<>();
    Map<String, Long> open = new TreeMap<>();
    overview
        .getAsJsonObject("open")
        .asMap()
        .forEach((kind, count) -> open.put(text(kind), count.getAsLong()));
    lines.add("open: " + open + ", overdue: " + overview.get("overdue").getAsLong());
    objects(overview, "orders").stream()
        .filter(it -> it.get("order").equals(overview.get("oldestOpen")))
        .forEach(it -> lines.set(0, lines.get(0) + ", oldest: " + age(it) + " old"));
    if (overview.get("blocked").getAsLong() > 0) {
      lines.add("blocked: " + overview.get("blocked").getAsLong() + " orders need a decision");
    }
    overview
        .getAsJsonObject("breakers")
        .asMap()
        .forEach(
            (what, since) -> lines.add("circuit breaker: " + text(what) + NEXT_LINE + text(since)));
    objects(overview, "orders").forEach(it -> lines.add("\n" + heading(it) + order(it)));
    if (!objects(overview, "fulfilledLately").isEmpty()) {
      lines.add("\nfulfilled lately:");
      objects(overview, "fulfilledLately").forEach(it -> lines.add(heading(it) + fulfilled(it)));
    }
    return String.join("\n", lines);
  }

  /** Whether an order, all orders of a cause, or the expiry of records is blocked. */
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

  /** Formats one order: its state, dates, cause and reasons of delay. */
  public static String order(JsonObject order) {
    List<String> lines = new ArrayList<>();
    lines.add(text(order.get("state")) + ", requested " + minute(order, "requestedAt"));
    if (order.has("ageSeconds")) {
      lines.add("due " + minute(order, "dueAt") + ", " + age(order) + " old");
    }
    lines.add("cause: " + text(order.get("cause")));
    add(lines, order, "fulfilledAt", "fulfilled ");
    add(lines, order, "restorableUntil", "can be revoked until ");
    add(lines, order, "nextAttemptAt", "next attempt ");
    lines.addAll(delays(order));
    return String.join(NEXT_LINE, lines);
  }

  /** The reasons why an order is not fulfilled yet, as lines. */
  public static List<String> delays(JsonObject order) {
    List<String> lines = new ArrayList<>();
    if (order.has("blocked")) {
      lines.add("blocked until a person confirms or denies it:");
      lines.add("  " + text(order.get("blocked")));
    } else if (order.has("ageSeconds") && order.get("confirmed").getAsBoolean()) {
      lines.add("confirmed by a person");
    }
    addEach(order.getAsJsonArray("remaining"), "data remained after the last attempt: ", lines);
    addEach(
        order.getAsJsonArray("discrepancies"), "data found by the independent verifier: ", lines);
    addEach(order.getAsJsonArray("others"), "other people's documents, not removed: ", lines);
    for (JsonObject each : objects(order, "notGoneYet")) {
      lines.add(text(each.get("place")) + " until " + minute(each, "until") + ":");
      lines.add("  " + text(each.get("ground")));
    }
    if (order.has("ageSeconds")
        && order.has("removedAt")
        && order.getAsJsonArray("remaining").isEmpty()
        && order.getAsJsonArray("discrepancies").isEmpty()
        && objects(order, "notGoneYet").isEmpty()) {
      lines.add("waiting for the independent verifier");
    }
    return lines;
  }

  private static void addEach(JsonArray places, String prefix, List<String> lines) {
    places.forEach(place -> lines.add(prefix + text(place)));
  }

  private static List<JsonObject> objects(JsonObject in, String name) {
    return in.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static void add(List<String> lines, JsonObject order, String time, String label) {
    if (order.has(time)) {
      lines.add(label + minute(order, time));
    }
  }

  private static String age(JsonObject order) {
    Duration age = Duration.ofSeconds(order.get("ageSeconds").getAsLong());
    return age.toDays() > 0 ? age.toDays() + "d" : age.toHours() + "h";
  }

  /** Formats an instant to the minute, in UTC. */
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
