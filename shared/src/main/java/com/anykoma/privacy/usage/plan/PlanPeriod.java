package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch [from, to) during which a subject's plan and protection stayed the same.
 *
 * @param to empty when it still holds
 * @param event the Stripe event that began it
 */
record PlanPeriod(
    Instant from, Optional<Instant> to, Plan plan, boolean isProtected, String event) {

  /** Whether the other period says the same, from the same time on and for at least as long. */
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
