package com.anykoma.privacy;

import java.util.Optional;

/** The plans that the privacy page names, from the lowest to the highest (P7). */
public enum Plan implements StoredName {
  FREE,
  STARTER,
  PRO,
  MASTER;

  /** Returns the plan with this stored name; empty if there is none. */
  public static Optional<Plan> of(String storedName) {
    return StoredName.find(Plan.class, storedName);
  }
}
