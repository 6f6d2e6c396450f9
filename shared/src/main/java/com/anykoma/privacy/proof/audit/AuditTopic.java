package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.StoredName;

/** The kind of record that an entry of the audit log is about. */
public enum AuditTopic implements StoredName {
  /** A subject's consent history: plan, objection, GPC, restriction. */
  CONSENT,
  /** An erasure request. */
  ERASURE,
  /** A purge order. */
  PURGE,
  /** A legal hold on an item. */
  HOLD,
  /** The circuit breaker against mass deletion. */
  BREAKER,
  /** A review of content by staff. */
  REVIEW,
  /** A request to see the original of an item, which another member of staff approves. */
  GRANT,
  /** The app's account document. */
  ACCOUNT,
  /** A request from a person with a legal deadline, and each look at it by staff. */
  CASE,
  /** A read through a function for staff. */
  STAFF
}
