package com.anykoma.privacy.proof.audit;

import com.anykoma.privacy.StoredName;

/** What was done, in an entry of the audit log. */
public enum Action implements StoredName {
  /** A record was appended to a consent history. */
  RECORDED,
  /** An order was opened. */
  OPENED,
  /** An order waits for a person to confirm it. */
  BLOCKED,
  /** A person confirmed that what waits is meant. */
  CONFIRMED,
  /** Removal began: it cannot be taken back any more. */
  STARTED,
  /** Whoever removes found nothing left; the second reader has yet to look. */
  REMOVED,
  /** The second reader found something that whoever removes did not. */
  DISCREPANCIES,
  /** Nothing is left, and a certificate says so. */
  FULFILLED,
  /** A person decided against it. */
  DENIED,
  /** It was taken back in time. */
  REVOKED,
  /** A hold was placed. */
  PLACED,
  /** A hold keeps its copy. */
  KEPT,
  /** A hold ended, and its copy is gone. */
  RELEASED,
  /** Mass deletion was blocked. */
  TRIPPED
}
