package com.anykoma.privacy.usage.consent;

import java.time.Instant;
import java.util.Optional;

/**
 * A period [from, to) of a subject's consent history without a change.
 *
 * @param to empty if open-ended
 * @param plan the plan's name
 * @param source the record that determines the state
 */
public record ConsentPeriod(
    Instant from,
    Optional<Instant> to,
    String plan,
    ConsentState state,
    LawfulBasis basis,
    ConsentRecord source) {
  /** Returns the same state during another time. */
  ConsentPeriod during(Instant start, Optional<Instant> end) {
    return new ConsentPeriod(start, end, plan, state, basis, source);
  }
}
