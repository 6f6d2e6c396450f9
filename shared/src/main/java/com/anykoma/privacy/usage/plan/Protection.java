package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.SubscriptionStatus;
import java.util.EnumSet;
import java.util.Set;

/** Which statuses protect content (P8, E4, E5); an unknown one does. */
enum Protection {
  /** Protected while the status lasts. */
  PROTECTED,
  /** Protected until the end of the paid period (E7). */
  UNTIL_PAID_PERIOD_ENDS,
  /** Not protected: no payment was made. */
  UNPROTECTED;

  private static final Set<SubscriptionStatus> WITH_FEATURES =
      EnumSet.of(
          SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING, SubscriptionStatus.PAST_DUE);

  /** Whether the status gives access to paid features (E5). */
  static boolean givesFeatures(SubscriptionStatus status) {
    return WITH_FEATURES.contains(status);
  }

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
