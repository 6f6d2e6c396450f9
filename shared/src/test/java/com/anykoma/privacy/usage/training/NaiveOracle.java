package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.usage.training.SubjectHistory.Event;
import com.anykoma.privacy.usage.training.SubjectHistory.Item;
import com.anykoma.privacy.usage.training.SubjectHistory.Kind;
import com.anykoma.privacy.usage.training.SubjectHistory.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A test oracle: a second, independent implementation of the gate's rules. It has its own tables,
 * uses plain numbers and checks every relevant time. Slow, but simple enough to review.
 */
final class NaiveOracle {
  /** The protection that each Stripe status gives to content of a paid plan. */
  private static final Map<String, String> PROTECTION =
      Map.of(
          "active", "paid",
          "trialing", "paid",
          "past_due", "paid",
          "unpaid", "paid",
          "paused", "paid",
          "incomplete", "paid",
          "suspended", "paid",
          "canceled", "paid until the period ends",
          "incomplete_expired", "free");

  private final SubjectHistory history;
  private final List<Event> events;
  private long latest = -SubjectHistory.NEVER;
  private final List<PaidPeriod> paid = new ArrayList<>();

  /** A period [from, to) in milliseconds in which a subscription counts as paid. */
  private record PaidPeriod(long from, long to) {}

  /** The state of a subscription from a second on. */
  private record State(long second, String status, String plan, long paidUntil) {}

  NaiveOracle(SubjectHistory history, List<Event> events) {
    this.history = history;
    this.events = events;
    events.stream()
        .filter(it -> it.kind() != Kind.CUSTOMER_DELETED)
        .map(Event::subscription)
        .distinct()
        .forEach(it -> addPaidPeriods(states(it)));
  }

  /** Returns the ids of the items that may be used at {@code now}. */
  Set<String> usable(long now) {
    return history.items().stream()
        .filter(it -> usable(it, now))
        .map(Item::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean usable(Item item, long now) {
    return granted(item.created())
        && granted(now)
        && item.deleted() > now
        && !objected(item, now)
        && !everPaid(item.created(), present(now));
  }

  private boolean granted(long moment) {
    return moment >= history.grantFrom() && moment < history.grantUntil();
  }

  /** Lifting a signal frees only content created afterwards. */
  private boolean objected(Item item, long now) {
    for (boolean gpc : new boolean[] {true, false}) {
      boolean on = false;
      for (Signal each : history.signals()) {
        if (each.gpc() == gpc && each.millis() <= now) {
          if (on && !each.on() && item.created() < each.millis()) {
            return true;
          }
          on = each.on();
        }
      }
      if (on) {
        return true;
      }
    }
    return false;
  }

  /** Delivered events have happened, even if our clock is behind. */
  private long present(long now) {
    return Math.max(now, latest);
  }

  /** Whether content created at some time since the creation would have been paid content. */
  private boolean everPaid(long created, long present) {
    TreeSet<Long> moments = new TreeSet<>(List.of(created, present));
    paid.forEach(it -> moments.add(it.from()));
    for (long moment : moments) {
      boolean since = moment >= created && moment <= present;
      if (since || moment == created || moment == present) {
        for (PaidPeriod each : paid) {
          if (each.from() <= moment && moment < each.to()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private List<State> states(String subscription) {
    List<Event> stated =
        events.stream()
            .filter(it -> it.hasState() && it.subscription().equals(subscription))
            .sorted(Comparator.comparing(Event::second).thenComparing(Event::number))
            .toList();
    List<State> states = new ArrayList<>();
    events.stream()
        .filter(it -> it.kind() == Kind.CHECKOUT && it.subscription().equals(subscription))
        .mapToLong(Event::second)
        .min()
        .ifPresent(
            second -> {
              if (stated.isEmpty() || second < stated.get(0).second()) {
                states.add(new State(second, "incomplete", "unknown", SubjectHistory.NEVER));
              }
            });
    stated.forEach(
        it -> states.add(new State(it.second(), it.status(), it.plan(), it.paidUntil())));
    endWithCustomer(states, customerOf(subscription));
    return states;
  }

  private String customerOf(String subscription) {
    return events.stream()
        .filter(it -> it.subscription().equals(subscription))
        .findFirst()
        .orElseThrow()
        .customer();
  }

  private void endWithCustomer(List<State> states, String customer) {
    State last = states.get(states.size() - 1);
    events.stream()
        .filter(it -> it.kind() == Kind.CUSTOMER_DELETED && it.customer().equals(customer))
        .mapToLong(Event::second)
        .min()
        .ifPresent(
            second -> {
              boolean over =
                  last.status().equals("canceled") || last.status().equals("incomplete_expired");
              if (!over && last.second() <= second) {
                states.add(new State(second, "canceled", last.plan(), last.paidUntil()));
              }
            });
  }

  /** Stripe truncates times to seconds, so a state that an event ends lasts through that second. */
  private void addPaidPeriods(List<State> states) {
    boolean everPaid = false;
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      long from = state.second() * 1_000;
      latest = Math.max(latest, from + 1_000);
      long ends =
          i + 1 < states.size() ? states.get(i + 1).second() * 1_000 + 1_000 : SubjectHistory.NEVER;
      long to = Math.min(ends, paidTo(state));
      if (to > from) {
        paid.add(new PaidPeriod(from, to));
        everPaid = true;
      } else if (!everPaid && !state.plan().equals("free")) {
        // the subscription existed before its first delivered event
        paid.add(new PaidPeriod(-SubjectHistory.NEVER, from + 1_000));
        everPaid = true;
      }
    }
  }

  private static long paidTo(State state) {
    if (state.plan().equals("free")) {
      return -SubjectHistory.NEVER;
    }
    return switch (Objects.requireNonNull(PROTECTION.get(state.status()))) {
      case "paid" -> SubjectHistory.NEVER;
      case "free" -> -SubjectHistory.NEVER;
      default ->
          state.paidUntil() == SubjectHistory.NEVER
              ? -SubjectHistory.NEVER
              : state.paidUntil() * 1_000;
    };
  }
}
