package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.SubscriptionStatus;

/** Which subscription statuses give access to paid features (E5); see {@link Protection}. */
final class PaidFeatures {
  private PaidFeatures() {}

  static boolean allowedBy(SubscriptionStatus status) {
    return switch (status) {
      case ACTIVE, TRIALING, PAST_DUE -> true;
      case INCOMPLETE, INCOMPLETE_EXPIRED, UNPAID, PAUSED, CANCELED, UNKNOWN -> false;
    };
  }
}
