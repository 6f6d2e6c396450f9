package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.SubscriptionStatus;

/** Which statuses protect content (P8, E4, E5); an unknown one does. See {@link PaidFeatures}. */
enum Protection {
  /** Protected while the status lasts. */
  PROTECTED,
  /** Protected until the end of the paid period (E7). */
  UNTIL_PAID_PERIOD_ENDS,
  /** Not protected: no payment was made. */
  UNPROTECTED;

  static Protection of(SubscriptionStatus status) {
    return switch (status) {
      case ACTIVE, TRIALING, PAST_DUE, UNPAID, PAUSED -> PROTECTED;
      case INCOMPLETE -> PROTECTED; // a payment is in progress
      case UNKNOWN -> PROTECTED;
      case CANCELED -> UNTIL_PAID_PERIOD_ENDS;
      case INCOMPLETE_EXPIRED -> UNPROTECTED;
    };
  }
}
