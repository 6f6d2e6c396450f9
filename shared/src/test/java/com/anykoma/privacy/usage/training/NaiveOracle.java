package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.usage.training.History.Event;
import com.anykoma.privacy.usage.training.History.Item;
import com.anykoma.privacy.usage.training.History.Kind;
import com.anykoma.privacy.usage.training.History.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The promises' rules once more, written without looking at the gate: its own tables, plain
 * numbers, every moment that could matter tried one by one. Slow, and simple enough to be believed.
 */
final class NaiveOracle {
  /** The page's table: what each of Stripe's words means for content of a plan that is paid for. */
  private static final Map<String, String> MEANS =
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

  private final History history;
  private final List<Event> told;
  private long latest = -History.NEVER;
  private final List<Stretch> paid = new ArrayList<>();

  /** From [from, to) in millis a subscription counts as paid for. */
  private record Stretch(long from, long to) {}

  /** What a subscription was from a second on. */
  private record State(long second, String status, String plan, long paidUntil) {}

  NaiveOracle(History history, List<Event> told) {
    this.history = history;
    this.told = told;
    told.stream()
        .filter(it -> it.kind() != Kind.CUSTOMER_DELETED)
        .map(Event::subscription)
        .distinct()
        .forEach(it -> stretches(states(it)));
  }

  /** Which items may improve the service as things stand at {@code now}. */
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

  /** Lifting a signal frees only what is created afterwards. */
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

  /** What we were told of has happened, whatever our clock says. */
  private long present(long now) {
    return Math.max(now, latest);
  }

  /**
   * Whether there was a moment since the creation at which content would have been paid content.
   */
  private boolean everPaid(long created, long present) {
    TreeSet<Long> moments = new TreeSet<>(List.of(created, present));
    paid.forEach(it -> moments.add(it.from()));
    for (long moment : moments) {
      boolean since = moment >= created && moment <= present;
      if (since || moment == created || moment == present) {
        for (Stretch each : paid) {
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
        told.stream()
            .filter(it -> it.states() && it.subscription().equals(subscription))
            .sorted(Comparator.comparing(Event::second).thenComparing(Event::number))
            .toList();
    List<State> states = new ArrayList<>();
    told.stream()
        .filter(it -> it.kind() == Kind.CHECKOUT && it.subscription().equals(subscription))
        .mapToLong(Event::second)
        .min()
        .ifPresent(
            second -> {
              if (stated.isEmpty() || second < stated.get(0).second()) {
                states.add(new State(second, "incomplete", "unknown", History.NEVER));
              }
            });
    stated.forEach(
        it -> states.add(new State(it.second(), it.status(), it.plan(), it.paidUntil())));
    endWithCustomer(states, customerOf(subscription));
    return states;
  }

  private String customerOf(String subscription) {
    return told.stream()
        .filter(it -> it.subscription().equals(subscription))
        .findFirst()
        .orElseThrow()
        .customer();
  }

  private void endWithCustomer(List<State> states, String customer) {
    State last = states.get(states.size() - 1);
    told.stream()
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

  /** Stripe cuts its times off at the second, so what an event ends lasts through that second. */
  private void stretches(List<State> states) {
    boolean everPaid = false;
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      long from = state.second() * 1_000;
      latest = Math.max(latest, from + 1_000);
      long ends =
          i + 1 < states.size() ? states.get(i + 1).second() * 1_000 + 1_000 : History.NEVER;
      long to = Math.min(ends, paidTo(state));
      if (to > from) {
        paid.add(new Stretch(from, to));
        everPaid = true;
      } else if (!everPaid && !state.plan().equals("free")) {
        // it had a life before the first we were told of
        paid.add(new Stretch(-History.NEVER, from + 1_000));
        everPaid = true;
      }
    }
  }

  private static long paidTo(State state) {
    if (state.plan().equals("free")) {
      return -History.NEVER;
    }
    return switch (Objects.requireNonNull(MEANS.get(state.status()))) {
      case "paid" -> History.NEVER;
      case "free" -> -History.NEVER;
      default -> state.paidUntil() == History.NEVER ? -History.NEVER : state.paidUntil() * 1_000;
    };
  }
}
