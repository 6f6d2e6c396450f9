package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.util.Locale;

/** The reason for an erasure request; {@link Preconditions} checks it (decision 33). */
enum ErasureCause implements StoredName {
  /** The person or an operator requested it; no condition. The default for unknown names. */
  REQUESTED,
  /** Firebase Auth reported that the account was deleted. */
  ACCOUNT_DELETED,
  /** Reconciliation found the account missing in two scans, at least 20 hours apart. */
  ACCOUNT_GONE,
  /** The payment provider reported that the last customer was deleted; no longer opens requests. */
  CUSTOMER_DELETED,
  /** Data of an erased subject was written again; their tombstone proves the earlier erasure. */
  LATE_WRITE,
  /** A restored backup contains a subject again; their destroyed key proves the earlier erasure. */
  ERASED_BEFORE;

  /** Its stored name: {@code account-gone}. */
  @Override
  public String storedName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ErasureCause of(RemovalOrder order) {
    return StoredName.find(ErasureCause.class, order.cause()).orElse(REQUESTED);
  }

  /** Whether the cause is inferred, not reported by a person or by the deletion of an account. */
  boolean isInferred() {
    return this == ACCOUNT_GONE || this == CUSTOMER_DELETED;
  }
}
