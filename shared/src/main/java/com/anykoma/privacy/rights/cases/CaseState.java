package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.StoredName;

/** The state of a case, in the terms of the Data Rights Protocol. States only move forward. */
public enum CaseState implements StoredName {
  /** Received. Unless it is a question, the person has yet to prove control of the address. */
  OPEN,
  /** Proven to come from the holder of the address; it is carried out. */
  IN_PROGRESS,
  /** Carried out. */
  FULFILLED,
  /** Refused, with a reason. */
  DENIED,
  /** Not confirmed by the person before the legal date. */
  EXPIRED,
  /** Withdrawn by the person. */
  REVOKED;

  /** Whether work remains to be done. */
  public boolean isLive() {
    return this == OPEN || this == IN_PROGRESS;
  }

  /** Whether a case in this state may move to another. */
  public boolean canBecome(CaseState next) {
    return this == OPEN ? next != OPEN : this == IN_PROGRESS && next != EXPIRED && !next.isLive();
  }
}
