package com.anykoma.privacy.usage.plan;

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
 * @param plan the plan's name; empty if the catalogue listed no item of the subscription
 * @param isPaid whether the subscription cost something when it was observed, or may have
 * @param paidUntil end of the paid period
 * @param event the id of the event
 */
record Observation(
    Instant at,
    Rank rank,
    SubscriptionStatus status,
    Optional<String> plan,
    boolean isPaid,
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

  /** Represents a subscription that is only mentioned, or any of a contested customer. */
  static Observation implied(Mention mention, SubscriptionStatus status) {
    return new Observation(
        mention.at(),
        Rank.CREATED,
        status,
        Optional.empty(),
        true,
        Optional.empty(),
        mention.event());
  }

  boolean sameStateAs(Observation other) {
    return status == other.status && plan.equals(other.plan) && isPaid == other.isPaid;
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
        at, rank, SubscriptionStatus.UNKNOWN, Optional.empty(), true, Optional.empty(), event);
  }

  /** Whether the status is final at Stripe. */
  boolean isTerminal() {
    return status.isEnded();
  }

  /** Returns the end of protection if no observation follows; {@code at} for no protection. */
  Instant protectsUntil() {
    if (!isPaid) {
      return at;
    }
    return switch (Protection.of(status)) {
      case PROTECTED -> Instant.MAX;
      case UNTIL_PAID_PERIOD_ENDS -> paidUntil.filter(at::isBefore).orElse(at);
      case UNPROTECTED -> at;
    };
  }

  /** Returns the paid plan whose features may be used; empty if none. */
  Optional<Plan> planWithFeatures(Plans plans) {
    return plan.filter(it -> Protection.givesFeatures(status))
        .flatMap(plans::find)
        .filter(Plan::isPaid);
  }

  /** Returns the plan of a protecting status, even if its features may not be used; else empty. */
  Optional<Plan> planHeld(Plans plans) {
    return plan.filter(it -> Protection.of(status) == Protection.PROTECTED).flatMap(plans::find);
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
        fields.string("plan"),
        fields.value("paid").filter(Boolean.FALSE::equals).isEmpty(),
        fields.instant("paidUntil"),
        fields.string("event").orElseThrow());
  }

  Fields write() {
    return Fields.empty()
        .with("at", at)
        .with("rank", rank.name().toLowerCase(Locale.ROOT))
        .with("status", status.storedName())
        .with("plan", plan)
        .with("paid", isPaid)
        .with("paidUntil", paidUntil)
        .with("event", event);
  }
}
