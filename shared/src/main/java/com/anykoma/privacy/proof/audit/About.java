package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.Word;

/** What an entry of the audit log is about. */
public enum About implements Word {
  /** A subject's consent history: plan, objection, GPC. */
  CONSENT,
  /** An order to erase a person. */
  ERASURE,
  /** An order to purge an item. */
  PURGE,
  /** A legal hold on an item. */
  HOLD,
  /** What halts mass deletion. */
  BREAKER
}
