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
 * What one event said about a subscription.
 *
 * @param at Stripe's time of the event, in whole seconds
 * @param rank orders events of the same second
 * @param plan empty when no item of the subscription is listed in the catalogue
 * @param paidUntil end of the period that was paid for
 * @param event the id of the event
 */
record Observation(
    Instant at,
    Rank rank,
    SubscriptionStatus status,
    Optional<Plan> plan,
    Optional<Instant> paidUntil,
    String event) {

  /** Which of two events of the same second came later: {@code TRUTH} was asked for afterwards. */
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

  /** A customer may be the subject's, and its subscriptions may be any. */
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

  /**
   * Of two that differ in nothing else, the one with the longer paid period counts as the later.
   */
  private boolean paysLonger(Observation other) {
    return rank == other.rank
        && sameStateAs(other)
        && paidUntil
            .filter(end -> other.paidUntil.filter(theirs -> !theirs.isBefore(end)).isEmpty())
            .isPresent();
  }

  /** The same moment, of which nobody knows what held. */
  Observation inDoubt() {
    return new Observation(
        at, rank, SubscriptionStatus.UNKNOWN, Optional.empty(), Optional.empty(), event);
  }

  /** Whether Stripe never moves a subscription on from this status. */
  boolean isTerminal() {
    return status == SubscriptionStatus.CANCELED || status == SubscriptionStatus.INCOMPLETE_EXPIRED;
  }

  /** Until when this observation protects content if nothing follows; {@code at} for not at all. */
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

  /** The plan whose features may be used, free where none may be. */
  Plan featuresOf() {
    return PaidFeatures.allowedBy(status) ? plan.orElse(Plan.FREE) : Plan.FREE;
  }

  /** The plan that the subject has for as long as this holds, whether its features are usable. */
  Plan planHeld() {
    return Protection.of(status) == Protection.PROTECTED ? plan.orElse(Plan.FREE) : Plan.FREE;
  }

  /** Why content is protected, in a stable lower-case word. */
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
    return "subscription-" + status.word().replace('_', '-');
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
        .with("status", status.word())
        .with("plan", plan.map(Plan::word))
        .with("paidUntil", paidUntil)
        .with("event", event);
  }
}
