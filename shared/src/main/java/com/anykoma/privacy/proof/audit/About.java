package com.anykoma.privacy.proof.audit;

import java.util.Locale;

/** What an entry of the audit log is about. */
public enum About {
  /** A subject's consent history: plan, objection, GPC. */
  CONSENT,
  /** An order to erase a person. */
  ERASURE,
  /** An order to purge an item. */
  PURGE,
  /** A legal hold on an item. */
  HOLD,
  /** What halts mass deletion. */
  BREAKER;

  /** The word in entries: {@code erasure}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
