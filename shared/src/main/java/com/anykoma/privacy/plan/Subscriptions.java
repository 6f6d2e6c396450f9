package com.anykoma.privacy.plan;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.consent.SubjectRecord;
import com.anykoma.privacy.plan.SubscriptionHistory.Mention;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything Stripe has told of one subject: all subscriptions of all their customers. A pure value
 * whose answers depend on which events were heard, never on the order of their arrival (invariant
 * 7; E1 to E9, E32); only events of the same second that Stripe cannot tell apart count by arrival.
 *
 * @param histories by subscription id
 * @param customersEnded when a customer was deleted, by customer id
 */
public record Subscriptions(
    Map<String, SubscriptionHistory> histories, Map<String, Mention> customersEnded) {
  /** Nothing heard yet: the free plan. */
  public static final Subscriptions NONE = new Subscriptions(Map.of(), Map.of());

  /** Stripe's times are whole seconds, cut off: what ends at 12:00:05 may end at 12:00:05.999. */
  private static final long RESOLUTION_SECONDS = 1;

  /** The section of the subject's record that holds this value. */
  static final String SECTION = "plan";

  public Subscriptions {
    histories = Collections.unmodifiableMap(new TreeMap<>(histories));
    customersEnded = Collections.unmodifiableMap(new TreeMap<>(customersEnded));
  }

  /** With an observation of a subscription. */
  Subscriptions observing(String subscription, String customer, Observation observation) {
    return with(subscription, history(subscription, customer).with(observation));
  }

  /** With a subscription that is known to exist, though not yet what it is (E3). */
  Subscriptions expecting(String subscription, String customer, Mention mention) {
    return with(subscription, history(subscription, customer).expecting(mention));
  }

  /** With the end of a customer, which ends its subscriptions. The earliest end counts. */
  Subscriptions ending(String customer, Mention end) {
    Mention known = customersEnded.get(customer);
    if (known != null && !end.at().isBefore(known.at())) {
      return this;
    }
    Map<String, Mention> more = new HashMap<>(customersEnded);
    more.put(customer, end);
    return new Subscriptions(histories, more);
  }

  /** See {@link SubscriptionHistory#ties}. */
  boolean ties(String subscription, String customer, Observation observation) {
    return history(subscription, customer).ties(observation);
  }

  /** See {@link SubscriptionHistory#settling}. */
  Subscriptions settling(String subscription, String customer, Observation answer) {
    return with(subscription, history(subscription, customer).settling(answer));
  }

  private SubscriptionHistory history(String subscription, String customer) {
    SubscriptionHistory known = histories.get(subscription);
    return known == null ? SubscriptionHistory.of(customer) : known;
  }

  private Subscriptions with(String subscription, SubscriptionHistory history) {
    Map<String, SubscriptionHistory> more = new HashMap<>(histories);
    more.put(subscription, history);
    return new Subscriptions(more, customersEnded);
  }

  private List<List<Observation>> effective() {
    return histories.values().stream()
        .map(
            history ->
                history.effective(Optional.ofNullable(customersEnded.get(history.customer()))))
        .toList();
  }

  /**
   * The present by everybody's clock: ours, or Stripe's where it has told of something later. What
   * has been told has happened.
   */
  public Instant present(Instant now) {
    return effective().stream()
        .flatMap(List::stream)
        .map(each -> each.at().plusSeconds(RESOLUTION_SECONDS))
        .reduce(now, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** Where the subject stood at a moment. */
  public Standing standingAt(Instant time) {
    Plan features = Plan.FREE;
    Plan held = Plan.FREE;
    TreeSet<String> reasons = new TreeSet<>();
    for (List<Observation> observations : effective()) {
      Optional<Observation> last =
          observations.stream().filter(each -> !each.at().isAfter(time)).reduce((a, b) -> b);
      if (last.isPresent()) {
        Observation state = last.get();
        features = max(features, state.featuresOf());
        held = max(held, state.planHeld());
        if (time.isBefore(state.protectsUntil())) {
          reasons.add(state.reason());
        }
      }
    }
    boolean usable = features != Plan.FREE;
    return new Standing(usable ? features : held, usable, !reasons.isEmpty(), List.copyOf(reasons));
  }

  private static Plan max(Plan a, Plan b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /**
   * The end of the last moment at which content was protected: whatever was created before it is
   * withdrawn for good (E2). {@link Instant#MAX} while the subject is protected, {@link
   * Instant#MIN} when they never were.
   */
  public Instant protectedThrough(Instant now) {
    Instant present = present(now);
    return effective().stream()
        .map(observations -> protectedThrough(observations, present))
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Instant protectedThrough(List<Observation> observations, Instant present) {
    Instant end = Instant.MIN;
    boolean protecting = false;
    for (Observation each : observations) {
      boolean protects = each.protectsUntil().isAfter(each.at());
      boolean hadPaidLife = each.plan().filter(Plan.FREE::equals).isEmpty();
      if (protects) {
        end = each.protectsUntil();
      } else if (protecting) {
        end = min(end, each.at().plusSeconds(RESOLUTION_SECONDS));
      } else if (end.equals(Instant.MIN) && hadPaidLife) {
        end = each.at().plusSeconds(RESOLUTION_SECONDS);
      }
      protecting = protects;
    }
    return end.isAfter(present) ? Instant.MAX : end;
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** The subject's plan over all time, from the first event on. */
  List<PlanPeriod> periods() {
    TreeMap<Instant, String> boundaries = new TreeMap<>();
    for (List<Observation> observations : effective()) {
      for (Observation each : observations) {
        boundaries.put(each.at(), each.event());
        Instant until = each.protectsUntil();
        if (until.isAfter(each.at()) && until.isBefore(Instant.MAX)) {
          boundaries.putIfAbsent(until, each.event());
        }
      }
    }
    List<PlanPeriod> periods = new ArrayList<>();
    boundaries.forEach((at, event) -> append(periods, at, standingAt(at), event));
    return periods;
  }

  private static void append(
      List<PlanPeriod> periods, Instant from, Standing standing, String event) {
    Plan plan = standing.plan();
    boolean isProtected = standing.protectedNow();
    if (periods.isEmpty()) {
      periods.add(new PlanPeriod(from, Optional.empty(), plan, isProtected, event));
      return;
    }
    PlanPeriod last = periods.get(periods.size() - 1);
    if (last.plan() != plan || last.isProtected() != isProtected) {
      periods.set(
          periods.size() - 1,
          new PlanPeriod(
              last.from(), Optional.of(from), last.plan(), last.isProtected(), last.event()));
      periods.add(new PlanPeriod(from, Optional.empty(), plan, isProtected, event));
    }
  }

  /** The value that a subject's record holds. */
  public static Subscriptions of(SubjectRecord subject) {
    Fields section = subject.section(SECTION);
    Map<String, SubscriptionHistory> histories = new HashMap<>();
    section
        .map("subscriptions")
        .forEachMap((id, fields) -> histories.put(id, SubscriptionHistory.read(fields)));
    Map<String, Mention> ended = new HashMap<>();
    section
        .map("customersEnded")
        .forEachMap(
            (id, fields) ->
                SubscriptionHistory.readMention(fields).ifPresent(end -> ended.put(id, end)));
    return new Subscriptions(histories, ended);
  }

  Fields write() {
    Fields subscriptions = Fields.empty();
    for (Map.Entry<String, SubscriptionHistory> each : histories.entrySet()) {
      subscriptions = subscriptions.with(each.getKey(), each.getValue().write());
    }
    Fields ended = Fields.empty();
    for (Map.Entry<String, Mention> each : customersEnded.entrySet()) {
      ended = ended.with(each.getKey(), SubscriptionHistory.writeMention(each.getValue()));
    }
    return Fields.empty().with("subscriptions", subscriptions).with("customersEnded", ended);
  }
}
