package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What follows from a subject's subscriptions for every moment of time. A pure value. */
final class Timeline {
  /** Stripe's times are whole seconds, cut off: what ends at 12:00:05 may end at 12:00:05.999. */
  private static final long RESOLUTION_SECONDS = 1;

  private final List<List<Observation>> subscriptions;

  /**
   * @param subscriptions the observations of each subscription, in order of time
   */
  Timeline(List<List<Observation>> subscriptions) {
    this.subscriptions =
        subscriptions.stream().filter(observations -> !observations.isEmpty()).toList();
  }

  private static Observation last(List<Observation> observations) {
    return observations.get(observations.size() - 1);
  }

  /**
   * The present by everybody's clock: ours, or Stripe's where it has told of something later. What
   * has been told has happened.
   */
  Instant present(Instant now) {
    Instant present = now;
    for (List<Observation> observations : subscriptions) {
      Instant told = last(observations).at().plusSeconds(RESOLUTION_SECONDS);
      present = told.isAfter(present) ? told : present;
    }
    return present;
  }

  /** Whether a subscription that has not ended was first observed after a moment. */
  boolean isAnyLiveSince(Instant time) {
    return subscriptions.stream()
        .anyMatch(it -> it.get(0).at().isAfter(time) && !last(it).isTerminal());
  }

  /** Where the subject stood at a moment. */
  PlanStatus standingAt(Instant time) {
    Plan features = Plan.FREE;
    Plan held = Plan.FREE;
    TreeSet<String> reasons = new TreeSet<>();
    for (List<Observation> observations : subscriptions) {
      int at = observations.size() - 1;
      while (at >= 0 && observations.get(at).at().isAfter(time)) {
        at--;
      }
      if (at >= 0) {
        Observation state = observations.get(at);
        features = max(features, state.featuresOf());
        held = max(held, state.planHeld());
        if (time.isBefore(state.protectsUntil())) {
          reasons.add(state.reason());
        }
      }
    }
    boolean usable = features != Plan.FREE;
    return new PlanStatus(
        usable ? features : held, usable, !reasons.isEmpty(), List.copyOf(reasons));
  }

  private static Plan max(Plan a, Plan b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /**
   * The end of the last moment at which content was protected: whatever was created before it is
   * withdrawn for good (E2). {@link Instant#MAX} while the subject is protected, {@link
   * Instant#MIN} when they never were.
   */
  Instant protectedThrough(Instant now) {
    Instant present = present(now);
    Instant through = Instant.MIN;
    for (List<Observation> observations : subscriptions) {
      Instant end = protectedThrough(observations, present);
      through = end.isAfter(through) ? end : through;
    }
    return through;
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
    return periods(boundaries());
  }

  /**
   * The subject's plan from a moment on.
   *
   * @param event the one that the first period is put down to
   */
  List<PlanPeriod> periodsFrom(Instant from, String event) {
    NavigableMap<Instant, String> later = new TreeMap<>(boundaries().tailMap(from, false));
    later.put(from, event);
    return periods(later);
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

  private List<PlanPeriod> periods(NavigableMap<Instant, String> boundaries) {
    List<PlanPeriod> periods = new ArrayList<>();
    boundaries.forEach((at, event) -> append(periods, at, standingAt(at), event));
    return periods;
  }

  private static void append(
      List<PlanPeriod> periods, Instant from, PlanStatus standing, String event) {
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
}
