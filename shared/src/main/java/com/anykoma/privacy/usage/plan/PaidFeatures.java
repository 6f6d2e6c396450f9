package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.SubscriptionStatus;

/** Who may use paid features, by subscription status (E5); not whose content is protected. */
final class PaidFeatures {
  private PaidFeatures() {}

  static boolean allowedBy(SubscriptionStatus status) {
    return switch (status) {
      case ACTIVE, TRIALING, PAST_DUE -> true;
      case INCOMPLETE, INCOMPLETE_EXPIRED, UNPAID, PAUSED, CANCELED, UNKNOWN -> false;
    };
  }
}
