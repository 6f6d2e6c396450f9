package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.StoredName;

/** What an entry of the audit log is about. */
public enum AuditTopic implements StoredName {
  /** A subject's consent history: plan, objection, GPC. */
  CONSENT,
  /** An order to erase a person. */
  ERASURE,
  /** An order to purge an item. */
  PURGE,
  /** A legal hold on an item. */
  HOLD,
  /** What blocks mass deletion. */
  BREAKER
}
