package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A period [from, to) with one plan and one state of protection.
 *
 * @param to empty if open-ended
 * @param event the Stripe event that started it
 */
record PlanPeriod(
    Instant from, Optional<Instant> to, Plan plan, boolean isProtected, String event) {

  /** Whether the other period is equal except that it may end later. */
  boolean isPartOf(PlanPeriod other) {
    boolean longEnough =
        other.to.isEmpty() || to.filter(end -> !end.isAfter(other.to.get())).isPresent();
    return longEnough
        && from.equals(other.from)
        && plan == other.plan
        && isProtected == other.isProtected
        && event.equals(other.event);
  }
}
