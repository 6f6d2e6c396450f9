package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.usage.training.SubjectHistory.Delivery;
import com.anykoma.privacy.usage.training.SubjectHistory.Event;
import com.anykoma.privacy.usage.training.SubjectHistory.Item;
import com.anykoma.privacy.usage.training.SubjectHistory.Kind;
import com.anykoma.privacy.usage.training.SubjectHistory.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Creates a random history from a seed; the same seed gives the same history. */
final class RandomHistory {
  private static final long[] SPANS = {20, 3_600, 40 * 86_400};
  private static final long THREE_DAYS = 3 * 86_400;
  private static final String[] STATUSES = {
    "active",
    "active",
    "active",
    "trialing",
    "past_due",
    "unpaid",
    "paused",
    "incomplete",
    "incomplete_expired",
    "canceled",
    "canceled",
    "suspended"
  };
  private static final String[] PLANS = {
    "starter", "pro", "pro", "master", "free", "free", "unknown"
  };

  private final Random random;
  private final boolean ties;
  private final long span;
  private final List<Event> events = new ArrayList<>();
  private int number;

  private RandomHistory(long seed, boolean ties) {
    random = new Random(seed);
    this.ties = ties;
    span = SPANS[random.nextInt(SPANS.length)];
  }

  /**
   * @param ties whether any events of one subscription may share a second; if not, only events
   *     whose types determine their order do
   */
  static SubjectHistory make(long seed, boolean ties) {
    return new RandomHistory(seed, ties).make();
  }

  private SubjectHistory make() {
    int subscriptions = 1 + random.nextInt(3);
    int customers = 1 + random.nextInt(2);
    for (int i = 0; i < subscriptions; i++) {
      subscription("sub_" + i, "cus_" + random.nextInt(customers));
    }
    if (random.nextInt(6) == 0) {
      endCustomer("cus_" + random.nextInt(customers));
    }
    boolean policyChanges = random.nextInt(8) == 0;
    return new SubjectHistory(
        events,
        deliveries(),
        items(),
        signals(),
        policyChanges ? millis(span / 2) : -SubjectHistory.NEVER,
        policyChanges && random.nextBoolean() ? millis(span) : SubjectHistory.NEVER);
  }

  private void subscription(String id, String customer) {
    long second = within(span);
    if (random.nextInt(3) == 0) {
      add(Kind.CHECKOUT, id, customer, Math.max(0, second - within(1 + span / 20)), "", "", 0);
    }
    Kind kind = random.nextInt(6) == 0 ? Kind.UPDATED : Kind.CREATED;
    String plan = PLANS[random.nextInt(PLANS.length)];
    int states = 1 + random.nextInt(5);
    for (int i = 0; i < states; i++) {
      String status = STATUSES[random.nextInt(STATUSES.length)];
      if (i > 0) {
        kind = status.equals("canceled") ? Kind.DELETED : Kind.UPDATED;
      }
      add(kind, id, customer, second, status, plan, paidUntil(second));
      if (isTerminal(status)) {
        afterlife(id, customer, second, status, plan);
        return;
      }
      boolean maySharesSecond = ties || (kind == Kind.CREATED);
      second += (maySharesSecond ? 0 : 1) + within(span / 3);
      plan = random.nextInt(4) == 0 ? PLANS[random.nextInt(PLANS.length)] : plan;
      if (random.nextInt(6) == 0) {
        add(Kind.CHECKOUT, id, customer, second, "", "", 0);
      }
    }
  }

  /** Stripe may send events of an ended subscription, for example when its metadata changes. */
  private void afterlife(String id, String customer, long second, String status, String plan) {
    if (random.nextInt(4) == 0) {
      long later = second + 1 + within(span / 2);
      add(Kind.UPDATED, id, customer, later, status, plan, paidUntil(second));
    }
  }

  private static boolean isTerminal(String status) {
    return status.equals("canceled") || status.equals("incomplete_expired");
  }

  private void endCustomer(String customer) {
    long end = within(span);
    events.removeIf(it -> it.customer().equals(customer) && it.second() > end);
    add(Kind.CUSTOMER_DELETED, "", customer, end, "", "", 0);
    List<Event> living =
        events.stream()
            .filter(it -> it.hasState() && it.customer().equals(customer) && isLast(it))
            .filter(it -> !isTerminal(it.status()))
            .toList();
    for (Event it : living) {
      if (random.nextBoolean()) {
        long second = end + (it.second() == end && !ties ? 1 : random.nextInt(2));
        add(
            Kind.DELETED,
            it.subscription(),
            customer,
            second,
            "canceled",
            it.plan(),
            it.paidUntil());
      }
    }
  }

  private boolean isLast(Event event) {
    return events.stream()
        .noneMatch(
            it ->
                it.hasState()
                    && it.subscription().equals(event.subscription())
                    && it.number() > event.number());
  }

  private void add(
      Kind kind,
      String subscription,
      String customer,
      long second,
      String status,
      String plan,
      long paidUntil) {
    events.add(new Event(number++, kind, subscription, customer, second, status, plan, paidUntil));
  }

  private long paidUntil(long second) {
    return random.nextInt(4) == 0 ? SubjectHistory.NEVER : second - within(3) + within(span / 2);
  }

  private List<Delivery> deliveries() {
    List<Delivery> deliveries = new ArrayList<>();
    for (Event event : events) {
      int times = random.nextInt(5) == 0 ? 2 : 1;
      for (int i = 0; i < times; i++) {
        deliveries.add(new Delivery(Math.max(0, millis(event.second()) + delay()), event));
      }
    }
    deliveries.sort(Comparator.comparing(Delivery::millis));
    return deliveries;
  }

  /** Returns a delay; negative because our clock may be a second behind Stripe's. */
  private long delay() {
    long max = random.nextInt(3) == 0 ? Math.min(THREE_DAYS, 2 * span) : 3;
    return random.nextLong(-1_000, millis(max) + 1);
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      long created = moment();
      long deleted =
          random.nextInt(10) == 0 ? created + millis(within(span)) : SubjectHistory.NEVER;
      items.add(new Item("p" + i, created, deleted));
    }
    return items;
  }

  /** Returns any time, or a time close to an event. */
  private long moment() {
    if (random.nextBoolean() || events.isEmpty()) {
      return random.nextLong(millis(span + span / 4));
    }
    Event event = events.get(random.nextInt(events.size()));
    boolean end = event.paidUntil() != SubjectHistory.NEVER && random.nextInt(3) == 0;
    long[] edges = {-1_000, -1, 0, 1, 999, 1_000, 1_001};
    long second = end ? event.paidUntil() : event.second();
    return Math.max(0, millis(second) + edges[random.nextInt(edges.length)]);
  }

  private List<Signal> signals() {
    List<Signal> signals = new ArrayList<>();
    for (boolean gpc : new boolean[] {true, false}) {
      if (random.nextInt(6) == 0) {
        long on = random.nextLong(millis(span));
        signals.add(new Signal(gpc, true, on));
        if (random.nextBoolean()) {
          signals.add(new Signal(gpc, false, on + 1 + random.nextLong(millis(span))));
        }
      }
    }
    signals.sort(Comparator.comparing(Signal::millis));
    return signals;
  }

  private long within(long bound) {
    return random.nextLong(Math.max(1, bound));
  }

  private static long millis(long seconds) {
    return seconds * 1_000;
  }
}
