package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Plan;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a subscription that one event reports.
 *
 * @param at Stripe's time of the event, in whole seconds
 * @param rank orders events of the same second
 * @param plan empty if the catalogue lists no item of the subscription
 * @param paidUntil end of the paid period
 * @param event the id of the event
 */
record Observation(
    Instant at,
    Rank rank,
    SubscriptionStatus status,
    Optional<Plan> plan,
    Optional<Instant> paidUntil,
    String event) {

  /** Orders events of the same second; {@code TRUTH} is an answer that was requested afterwards. */
  enum Rank {
    CREATED,
    UPDATED,
    DELETED,
    TRUTH
  }

  Observation {
    Objects.requireNonNull(at);
    Objects.requireNonNull(rank);
    Objects.requireNonNull(status);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(paidUntil);
    Objects.requireNonNull(event);
  }

  /** Represents a contested customer, whose subscriptions may be in any state. */
  static Observation contested(Mention since) {
    return new Observation(
        since.at(),
        Rank.CREATED,
        SubscriptionStatus.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        since.event());
  }

  boolean sameStateAs(Observation other) {
    return status == other.status && plan.equals(other.plan);
  }

  boolean notAfter(Observation other) {
    int order = at.compareTo(other.at);
    return order < 0 || (order == 0 && rank.compareTo(other.rank) <= 0 && !paysLonger(other));
  }

  /** Of two that differ only in the paid period, the one with the longer period is the later. */
  private boolean paysLonger(Observation other) {
    return rank == other.rank
        && sameStateAs(other)
        && paidUntil
            .filter(end -> other.paidUntil.filter(otherEnd -> !otherEnd.isBefore(end)).isEmpty())
            .isPresent();
  }

  /** Returns an observation of an unknown state at the same time. */
  Observation asUnknown() {
    return new Observation(
        at, rank, SubscriptionStatus.UNKNOWN, Optional.empty(), Optional.empty(), event);
  }

  /** Whether the status is final at Stripe. */
  boolean isTerminal() {
    return status == SubscriptionStatus.CANCELED || status == SubscriptionStatus.INCOMPLETE_EXPIRED;
  }

  /** Returns the end of protection if no observation follows; {@code at} for no protection. */
  Instant protectsUntil() {
    if (plan.filter(Plan.FREE::equals).isPresent()) {
      return at;
    }
    return switch (Protection.of(status)) {
      case PROTECTED -> Instant.MAX;
      case UNTIL_PAID_PERIOD_ENDS -> paidUntil.filter(at::isBefore).orElse(at);
      case FREE -> at;
    };
  }

  /** Returns the plan whose features may be used; free if none. */
  Plan featuresOf() {
    return PaidFeatures.allowedBy(status) ? plan.orElse(Plan.FREE) : Plan.FREE;
  }

  /** Returns the plan of a protecting status, even if its features may not be used; else free. */
  Plan planHeld() {
    return Protection.of(status) == Protection.PROTECTED ? plan.orElse(Plan.FREE) : Plan.FREE;
  }

  /** Returns the stable code of the reason for the protection. */
  String reason() {
    if (status == SubscriptionStatus.UNKNOWN) {
      return "unknown-status";
    }
    if (status == SubscriptionStatus.CANCELED) {
      return "paid-period-runs";
    }
    if (plan.isEmpty()) {
      return "unknown-price";
    }
    return "subscription-" + status.storedName().replace('_', '-');
  }

  static Observation read(Fields fields) {
    return new Observation(
        fields.instant("at").orElseThrow(),
        Rank.valueOf(fields.string("rank").orElseThrow().toUpperCase(Locale.ROOT)),
        SubscriptionStatus.of(fields.string("status").orElseThrow()),
        fields.string("plan").flatMap(Plan::of),
        fields.instant("paidUntil"),
        fields.string("event").orElseThrow());
  }

  Fields write() {
    return Fields.empty()
        .with("at", at)
        .with("rank", rank.name().toLowerCase(Locale.ROOT))
        .with("status", status.storedName())
        .with("plan", plan.map(Plan::storedName))
        .with("paidUntil", paidUntil)
        .with("event", event);
  }
}
