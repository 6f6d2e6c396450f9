package com.anykoma.privacy;

import java.util.Optional;

/** The plans of the page, from the lowest to the highest (P7). */
public enum Plan implements StoredName {
  FREE,
  STARTER,
  PRO,
  MASTER;

  /** The plan of a lower-case word; empty for any other word. */
  public static Optional<Plan> of(String word) {
    return StoredName.find(Plan.class, word);
  }
}
