package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * Why a subject is to be erased. {@link Preconditions} says for each cause what must still hold
 * when the order is carried out (decision 33).
 */
enum ErasureCause {
  /**
   * The person or the staff asked for it: nothing else has to hold. Every other word means this.
   */
  REQUESTED,
  /** Firebase Auth reported that the account was deleted. */
  ACCOUNT_DELETED,
  /** Reconciliation has missed the account in two scans, at least 20 hours apart. */
  ACCOUNT_GONE,
  /** The payment provider reported that the last customer was deleted: no longer a cause. */
  CUSTOMER_DELETED,
  /** Something of an erased subject came back: their tombstone proves the earlier erasure. */
  LATE_WRITE,
  /** A restored backup brought a subject back: their destroyed key proves the earlier erasure. */
  ERASED_BEFORE;

  /** The fixed word in orders: {@code account-gone}. */
  String storedName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ErasureCause of(RemovalOrder order) {
    return Arrays.stream(values())
        .filter(each -> each.storedName().equals(order.cause()))
        .findFirst()
        .orElse(REQUESTED);
  }

  /** Whether we concluded it, and neither a person nor an account's deletion told us. */
  boolean isInferred() {
    return this == ACCOUNT_GONE || this == CUSTOMER_DELETED;
  }
}
