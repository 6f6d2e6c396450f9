package com.anykoma.privacy.usage.consent;

import com.anykoma.privacy.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch [from, to) of a subject's consent history during which nothing changed.
 *
 * @param to empty when it still holds
 * @param source the record that made it so
 */
public record ConsentPeriod(
    Instant from,
    Optional<Instant> to,
    Plan plan,
    ConsentState state,
    LawfulBasis basis,
    ConsentRecord source) {}
