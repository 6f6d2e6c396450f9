package com.anykoma.privacy.usage.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A subject's life as it really was, and the order in which we are told of it. Seconds and millis
 * count from one fixed moment.
 *
 * @param events everything that happened at Stripe
 * @param deliveries in the order of arrival
 * @param grantFrom from when on a policy grants improvement, in millis
 * @param grantUntil from when on a newer policy does not
 */
record History(
    List<Event> events,
    List<Delivery> deliveries,
    List<Item> items,
    List<Signal> signals,
    long grantFrom,
    long grantUntil) {
  static final long NEVER = Long.MAX_VALUE / 4;

  enum Kind {
    CREATED,
    UPDATED,
    DELETED,
    CHECKOUT,
    CUSTOMER_DELETED
  }

  /**
   * @param number in the order in which things happened
   * @param paidUntil in seconds, {@link #NEVER} when the event does not say
   */
  record Event(
      int number,
      Kind kind,
      String subscription,
      String customer,
      long second,
      String status,
      String plan,
      long paidUntil) {
    boolean states() {
      return kind != Kind.CHECKOUT && kind != Kind.CUSTOMER_DELETED;
    }
  }

  record Delivery(long millis, Event event) {}

  record Item(String id, long created, long deleted) {}

  record Signal(boolean gpc, boolean on, long millis) {}

  History {
    events = List.copyOf(events);
    deliveries = List.copyOf(deliveries);
    items = List.copyOf(items);
    signals = List.copyOf(signals);
  }

  /** What we have been told after so many deliveries. */
  List<Event> told(int count) {
    return deliveries.subList(0, count).stream().map(Delivery::event).distinct().toList();
  }

  /** Every history that lacks one thing of this one. */
  Stream<History> smaller() {
    List<History> all = new ArrayList<>();
    for (Event each : events) {
      all.add(
          new History(
              without(events, each),
              deliveries.stream().filter(it -> !it.event().equals(each)).toList(),
              items,
              signals,
              grantFrom,
              grantUntil));
    }
    deliveries.forEach(
        it ->
            all.add(
                new History(
                    events, without(deliveries, it), items, signals, grantFrom, grantUntil)));
    items.forEach(
        it ->
            all.add(
                new History(
                    events, deliveries, without(items, it), signals, grantFrom, grantUntil)));
    signals.forEach(
        it ->
            all.add(
                new History(
                    events, deliveries, items, without(signals, it), grantFrom, grantUntil)));
    return all.stream();
  }

  private static <T> List<T> without(List<T> all, T one) {
    List<T> fewer = new ArrayList<>(all);
    fewer.remove(one);
    return fewer;
  }

  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    events.forEach(it -> lines.append("  happened  ").append(show(it)).append('\n'));
    deliveries.forEach(
        it ->
            lines
                .append("  told at   ")
                .append(it.millis())
                .append(" ms of #")
                .append(it.event().number())
                .append('\n'));
    items.forEach(it -> lines.append("  item      ").append(it).append('\n'));
    signals.forEach(it -> lines.append("  signal    ").append(it).append('\n'));
    return lines.append("  granted   ").append(grantFrom).append(" to ").append(grantUntil) + "\n";
  }

  private static String show(Event it) {
    String what =
        it.states()
            ? " "
                + it.status()
                + " "
                + it.plan()
                + (it.paidUntil() == NEVER ? "" : " paid until " + it.paidUntil() + " s")
            : "";
    return "#"
        + it.number()
        + " at "
        + it.second()
        + " s: "
        + it.kind()
        + " "
        + it.subscription()
        + " of "
        + it.customer()
        + what;
  }
}
