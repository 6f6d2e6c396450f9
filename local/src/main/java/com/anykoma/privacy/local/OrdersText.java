package com.anykoma.privacy.local;

import com.anykoma.privacy.erasure.Remainder;
import com.anykoma.privacy.evidence.OrdersService.Overview;
import com.anykoma.privacy.evidence.OrdersService.Standing;
import com.anykoma.privacy.retention.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Lays out how the orders stand, for a person. */
final class OrdersText {
  private static final int DATE = 16;

  private OrdersText() {}

  static String of(Overview overview) {
    StringBuilder out = new StringBuilder();
    out.append("open: ").append(new TreeMap<>(overview.open()));
    out.append(", overdue: ").append(overview.overdue().size());
    overview
        .oldest()
        .ifPresent(
            it -> out.append(", oldest: ").append(age(it.order(), overview.at())).append(" old"));
    overview
        .halted()
        .forEach(
            (what, since) -> out.append(format("%nbreaker: %s are halted since %s", what, since)));
    if (!overview.orders().isEmpty()) {
      out.append(
          format(
              "%n%n%-9s %-46s %-12s %5s  %-16s  %-16s  %s",
              "KIND", "ORDER", "STATE", "AGE", "DUE", "NEXT ATTEMPT", "WHY"));
      overview.orders().forEach(each -> out.append(line(each, overview.at())));
    }
    if (!overview.recent().isEmpty()) {
      out.append(format("%n%nfulfilled lately:"));
      overview.recent().forEach(each -> out.append(fulfilled(each)));
    }
    return out.toString();
  }

  private static String line(Standing standing, Instant now) {
    Order order = standing.order();
    return format(
            "%n%-9s %-46s %-12s %5s  %-16s  %-16s  %s",
            order.path().collection().id(),
            order.id(),
            order.state().word(),
            age(order, now),
            minute(order.dueAt()),
            order.nextAttemptAt().map(OrdersText::minute).orElse(""),
            why(standing))
        .stripTrailing();
  }

  /** What holds it up. */
  static String why(Standing standing) {
    Order order = standing.order();
    List<String> why = new ArrayList<>();
    order.halted().ifPresent(why::add);
    if (!order.left().isEmpty()) {
      why.add("the last attempt left something in " + String.join(", ", order.left()));
    }
    if (!order.doubted().isEmpty()) {
      why.add("the second reader found something in " + String.join(", ", order.doubted()));
    }
    for (Remainder each : standing.remainders()) {
      why.add(each.place() + " until " + minute(each.until()) + ": " + each.ground());
    }
    if (why.isEmpty() && order.removedAt().isPresent()) {
      why.add("waits for the second reader");
    }
    return String.join("; ", why);
  }

  private static String fulfilled(Standing standing) {
    Order order = standing.order();
    return format(
        "%n%-9s %-46s %s  %s",
        order.path().collection().id(),
        order.id(),
        order.fulfilledAt().map(OrdersText::minute).orElse(""),
        standing
            .certificate()
            .map(it -> "certificate of round " + it.round())
            .orElse("no certificate"));
  }

  private static String age(Order order, Instant now) {
    Duration age = Duration.between(order.requestedAt(), now);
    return age.toDays() > 0 ? age.toDays() + "d" : age.toHours() + "h";
  }

  /** To the minute. */
  static String minute(Instant at) {
    return at.toString().substring(0, DATE).replace('T', ' ');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
