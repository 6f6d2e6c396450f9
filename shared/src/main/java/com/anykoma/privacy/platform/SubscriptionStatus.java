package com.anykoma.privacy.platform;

import com.anykoma.privacy.StoredName;

/**
 * Stripe's subscription statuses, and {@link #UNKNOWN} for any word that is none of them today.
 *
 * @see <a href="https://docs.stripe.com/api/subscriptions/object">Stripe: status</a>
 */
public enum SubscriptionStatus implements StoredName {
  INCOMPLETE,
  INCOMPLETE_EXPIRED,
  TRIALING,
  ACTIVE,
  PAST_DUE,
  CANCELED,
  UNPAID,
  PAUSED,
  UNKNOWN;

  /** The status of Stripe's word, {@link #UNKNOWN} for one not listed. */
  public static SubscriptionStatus of(String word) {
    return StoredName.find(SubscriptionStatus.class, word).orElse(UNKNOWN);
  }

  /** Whether it is over for good. */
  public boolean isEnded() {
    return this == CANCELED || this == INCOMPLETE_EXPIRED;
  }
}
