package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.StoredName;
import java.util.Locale;

/**
 * How far an order has come, in the words of the Data Rights Protocol. Only forward, never back.
 */
public enum OrderState implements StoredName {
  /** Asked for; it can still be taken back. */
  OPEN,
  /** Under way: what it removes does not come back. */
  IN_PROGRESS,
  /** Done, and seen to be done. */
  FULFILLED,
  /** A person decided against it before anything was removed. */
  DENIED,
  /** Taken back in time by who asked for it, or ended because its cause no longer holds. */
  REVOKED;

  /** The state of a stored word. */
  public static OrderState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether something is still to be done. */
  public boolean isLive() {
    return this == OPEN || this == IN_PROGRESS;
  }
}
