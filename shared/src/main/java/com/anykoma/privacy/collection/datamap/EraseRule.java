package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.CertifiedText;
import java.util.Objects;
import java.util.Optional;

/**
 * The effect of an erasure on a location (P20, P23).
 *
 * @param ground why data is not deleted; empty for {@code DELETE}
 */
public record EraseRule(Action action, Optional<String> ground) {
  /** The action on the person's data. */
  public enum Action {
    DELETE,
    /** Removes the person's identifiers and keeps the rest; the result is not anonymous. */
    PSEUDONYMISE,
    RETAIN
  }

  public EraseRule {
    Objects.requireNonNull(action);
    ground.ifPresent(CertifiedText::ground);
    if ((action == Action.DELETE) == ground.isPresent()) {
      throw new IllegalArgumentException(
          "a ground is required if data is not deleted, and not allowed if it is");
    }
  }
}
