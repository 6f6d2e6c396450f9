package com.anykoma.privacy;

import java.util.Locale;
import java.util.Optional;

/** The plans of the page, from the lowest to the highest (P7). */
public enum Plan {
  FREE,
  STARTER,
  PRO,
  MASTER;

  /** The plan of a lower-case word; empty for any other word. */
  public static Optional<Plan> of(String word) {
    for (Plan plan : values()) {
      if (plan.word().equals(word)) {
        return Optional.of(plan);
      }
    }
    return Optional.empty();
  }

  /** The lower-case word used in documents, claims and files: {@code pro}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
