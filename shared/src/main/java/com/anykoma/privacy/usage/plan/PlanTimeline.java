package com.anykoma.privacy.usage.plan;

import static java.util.Comparator.naturalOrder;

import com.google.common.collect.Comparators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The plan and protection of a subject at every time, from their subscriptions. Immutable. */
final class PlanTimeline {
  /** Stripe truncates times to seconds: 12:00:05 may stand for 12:00:05.999. */
  private static final long RESOLUTION_SECONDS = 1;

  private final List<List<Observation>> subscriptions;

  /** Takes the observations of each subscription, in order of time. */
  PlanTimeline(List<List<Observation>> subscriptions) {
    this.subscriptions =
        subscriptions.stream().filter(observations -> !observations.isEmpty()).toList();
  }

  private static Observation last(List<Observation> observations) {
    return observations.get(observations.size() - 1);
  }

  /**
   * Returns the current time: the later of {@code now} and the end of the second of the latest
   * observation. An observed event has happened, even if our clock is behind Stripe's.
   */
  Instant present(Instant now) {
    return subscriptions.stream()
        .map(it -> last(it).at().plusSeconds(RESOLUTION_SECONDS))
        .reduce(now, Comparators::max);
  }

  /** Whether a subscription that has not ended was first observed after a time. */
  boolean isAnyLiveSince(Instant time) {
    return subscriptions.stream()
        .anyMatch(it -> it.get(0).at().isAfter(time) && !last(it).isTerminal());
  }

  /** Returns the subject's status at a time. A plan that {@code plans} lacks gives no features. */
  PlanStatus statusAt(Instant time, Plans plans) {
    List<Observation> states = statesAt(time);
    Optional<Plan> usable =
        states.stream().flatMap(it -> it.planWithFeatures(plans).stream()).max(naturalOrder());
    Optional<Plan> held =
        states.stream().flatMap(it -> it.planHeld(plans).stream()).max(naturalOrder());
    List<String> reasons =
        states.stream()
            .filter(it -> time.isBefore(it.protectsUntil()))
            .map(Observation::reason)
            .distinct()
            .sorted()
            .toList();
    return new PlanStatus(
        usable.or(() -> held).orElse(plans.base()).name(),
        usable.isPresent(),
        !reasons.isEmpty(),
        reasons);
  }

  /** Whether content created at a time is protected. */
  boolean isProtectedAt(Instant time) {
    return statesAt(time).stream().anyMatch(it -> time.isBefore(it.protectsUntil()));
  }

  /** Returns the state of each subscription that was observed until a time. */
  private List<Observation> statesAt(Instant time) {
    return subscriptions.stream()
        .flatMap(
            it ->
                it.stream()
                    .takeWhile(each -> !each.at().isAfter(time))
                    .reduce((earlier, later) -> later)
                    .stream())
        .toList();
  }

  /**
   * Returns the end of the last protected period; content created before it is withdrawn
   * permanently (E2). {@link Instant#MAX} while the subject is protected, {@link Instant#MIN} if
   * they never were.
   */
  Instant protectedThrough(Instant now) {
    Instant present = present(now);
    return subscriptions.stream()
        .map(it -> protectedThrough(it, present))
        .reduce(Instant.MIN, Comparators::max);
  }

  private static Instant protectedThrough(List<Observation> observations, Instant present) {
    Instant end = Instant.MIN;
    boolean protecting = false;
    for (Observation each : observations) {
      boolean protects = each.protectsUntil().isAfter(each.at());
      if (protects) {
        end = each.protectsUntil();
      } else if (protecting) {
        end = Comparators.min(end, each.at().plusSeconds(RESOLUTION_SECONDS));
      } else if (end.equals(Instant.MIN) && each.isPaid()) {
        end = each.at().plusSeconds(RESOLUTION_SECONDS);
      }
      protecting = protects;
    }
    return end.isAfter(present) ? Instant.MAX : end;
  }

  /** Returns the subject's plan periods since the first event. */
  List<PlanPeriod> periods(Plans plans) {
    return periods(boundaries(), plans);
  }

  /** Returns the subject's plan periods since a time; the first starts with this event. */
  List<PlanPeriod> periodsFrom(Instant from, String event, Plans plans) {
    NavigableMap<Instant, String> later = new TreeMap<>(boundaries().tailMap(from, false));
    later.put(from, event);
    return periods(later, plans);
  }

  private NavigableMap<Instant, String> boundaries() {
    NavigableMap<Instant, String> boundaries = new TreeMap<>();
    for (List<Observation> observations : subscriptions) {
      for (Observation each : observations) {
        boundaries.put(each.at(), each.event());
        Instant until = each.protectsUntil();
        if (until.isAfter(each.at()) && until.isBefore(Instant.MAX)) {
          boundaries.putIfAbsent(until, each.event());
        }
      }
    }
    return boundaries;
  }

  private List<PlanPeriod> periods(NavigableMap<Instant, String> boundaries, Plans plans) {
    List<PlanPeriod> periods = new ArrayList<>();
    boundaries.forEach((at, event) -> append(periods, at, statusAt(at, plans), event));
    return periods;
  }

  private static void append(
      List<PlanPeriod> periods, Instant from, PlanStatus status, String event) {
    if (!periods.isEmpty()) {
      PlanPeriod last = periods.get(periods.size() - 1);
      if (last.plan().equals(status.plan()) && last.isProtected() == status.isProtected()) {
        return;
      }
      periods.set(periods.size() - 1, last.until(Optional.of(from)));
    }
    periods.add(new PlanPeriod(from, Optional.empty(), status.plan(), status.isProtected(), event));
  }
}
