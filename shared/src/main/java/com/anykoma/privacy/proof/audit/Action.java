package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.StoredName;

/** The change that an entry of the audit log records. */
public enum Action implements StoredName {
  /** A record was appended to a consent history. */
  RECORDED,
  /** An order was opened. */
  OPENED,
  /** An order needs an operator's confirmation. */
  BLOCKED,
  /** An operator confirmed blocked deletions. */
  CONFIRMED,
  /** Removal began; it can no longer be cancelled. */
  STARTED,
  /** The removal found nothing more to delete; verification follows. */
  REMOVED,
  /** The independent verifier found remaining data. */
  DISCREPANCIES,
  /** The removal was verified and certified. */
  FULFILLED,
  /** An operator denied the order. */
  DENIED,
  /** The order was cancelled in time. */
  REVOKED,
  /** A legal hold was placed. */
  PLACED,
  /** A legal hold stored its copy. */
  KEPT,
  /** A legal hold ended and its copy was deleted. */
  RELEASED,
  /** The circuit breaker blocked a mass deletion. */
  TRIPPED,
  /** A member of staff saw a subject's content, or read through a function for staff. */
  VIEWED,
  /** A person corrected fields of their account document. */
  CORRECTED
}
