package com.anykoma.privacy.collection.datamap;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether a location's data is part of a person's export (P22, P24).
 *
 * @param reason why the data is not exported; empty if it is exported
 */
public record ExportRule(boolean exported, Optional<String> reason) {
  public ExportRule {
    Objects.requireNonNull(reason);
    if (exported == reason.isPresent()) {
      throw new IllegalArgumentException(
          "a reason is required if data is not exported, and not allowed if it is");
    }
  }
}
