package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.StoredName;
import java.util.Locale;

/** The state of an order, in the terms of the Data Rights Protocol. States only move forward. */
public enum OrderState implements StoredName {
  /** Requested; it can still be revoked. */
  OPEN,
  /** In progress: removed data cannot be restored. */
  IN_PROGRESS,
  /** Complete, and verified to be complete. */
  FULFILLED,
  /** An operator denied it before anything was removed. */
  DENIED,
  /** Revoked in time by its requester, or closed because its cause no longer holds. */
  REVOKED;

  public static OrderState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether work remains to be done. */
  public boolean isLive() {
    return this == OPEN || this == IN_PROGRESS;
  }
}
