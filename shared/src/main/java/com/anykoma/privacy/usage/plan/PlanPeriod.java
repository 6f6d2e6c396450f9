package com.anykoma.privacy.usage.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * A period [from, to) with one plan and one state of protection.
 *
 * @param to empty if open-ended
 * @param plan the plan's name
 * @param event the Stripe event that started it
 */
record PlanPeriod(
    Instant from, Optional<Instant> to, String plan, boolean isProtected, String event) {

  /** Returns the same period with another end. */
  PlanPeriod until(Optional<Instant> end) {
    return new PlanPeriod(from, end, plan, isProtected, event);
  }

  /** Whether the other period is equal except that it may end later. */
  boolean isPartOf(PlanPeriod other) {
    boolean longEnough =
        other.to.isEmpty() || to.filter(end -> !end.isAfter(other.to.get())).isPresent();
    return longEnough && equals(other.until(to));
  }
}
