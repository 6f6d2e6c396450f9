package com.anykoma.privacy.collection.datamap;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether a location's data is in a person's export (P22, P24).
 *
 * @param reason why it is not; present exactly when it is not
 */
public record ExportRule(boolean exported, Optional<String> reason) {
  public ExportRule {
    Objects.requireNonNull(reason);
    if (exported == reason.isPresent()) {
      throw new IllegalArgumentException(
          "a reason is given when, and only when, nothing is exported");
    }
  }
}
