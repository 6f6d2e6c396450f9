package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.SubscriptionStatus;

/**
 * Whose content is protected from improvement use, by subscription status (P8, E4, E5). Not the
 * same question as who may use paid features: see {@link PaidFeatures}. Unknown is protected.
 */
enum Protection {
  /** For as long as the status lasts. */
  PROTECTED,
  /** Until the end of the period that was paid for, then free (E7). */
  UNTIL_PAID_PERIOD_ENDS,
  /** Nothing was ever paid: free. */
  FREE;

  static Protection of(SubscriptionStatus status) {
    return switch (status) {
      case ACTIVE, TRIALING, PAST_DUE, UNPAID, PAUSED -> PROTECTED;
      case INCOMPLETE -> PROTECTED; // a payment is under way
      case UNKNOWN -> PROTECTED;
      case CANCELED -> UNTIL_PAID_PERIOD_ENDS;
      case INCOMPLETE_EXPIRED -> FREE;
    };
  }
}
