package com.anykoma.privacy.usage.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A subject's events and the order of their deliveries. Times count from one fixed time.
 *
 * @param events all events at Stripe
 * @param deliveries the deliveries in the order of arrival
 * @param grantFrom when a policy starts to grant improvement use, in milliseconds
 * @param grantUntil when a newer policy without the grant takes effect, in milliseconds
 */
record SubjectHistory(
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
   * @param number the order in which the events happened
   * @param paidUntil in seconds; {@link #NEVER} if the event does not have it
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
    boolean hasState() {
      return kind != Kind.CHECKOUT && kind != Kind.CUSTOMER_DELETED;
    }
  }

  record Delivery(long millis, Event event) {}

  record Item(String id, long created, long deleted) {}

  record Signal(boolean gpc, boolean on, long millis) {}

  SubjectHistory {
    events = List.copyOf(events);
    deliveries = List.copyOf(deliveries);
    items = List.copyOf(items);
    signals = List.copyOf(signals);
  }

  /** Returns the distinct events of the first deliveries. */
  List<Event> delivered(int count) {
    return deliveries.subList(0, count).stream().map(Delivery::event).distinct().toList();
  }

  /** Returns every history with one element less. */
  Stream<SubjectHistory> smaller() {
    List<SubjectHistory> all = new ArrayList<>();
    for (Event each : events) {
      all.add(
          new SubjectHistory(
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
                new SubjectHistory(
                    events, without(deliveries, it), items, signals, grantFrom, grantUntil)));
    items.forEach(
        it ->
            all.add(
                new SubjectHistory(
                    events, deliveries, without(items, it), signals, grantFrom, grantUntil)));
    signals.forEach(
        it ->
            all.add(
                new SubjectHistory(
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
                .append("  delivered ")
                .append(it.millis())
                .append(" ms of #")
                .append(it.event().number())
                .append('\n'));
    items.forEach(it -> lines.append("  item      ").append(it).append('\n'));
    signals.forEach(it -> lines.append("  signal    ").append(it).append('\n'));
    return lines.append("  granted   ").append(grantFrom).append(" to ").append(grantUntil) + "\n";
  }

  private static String show(Event it) {
    String state =
        it.hasState()
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
        + state;
  }
}
