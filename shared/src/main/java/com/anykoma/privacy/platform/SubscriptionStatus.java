package com.anykoma.privacy.platform;

import com.anykoma.privacy.StoredName;

/**
 * The status of a Stripe subscription; {@link #UNKNOWN} for a status that this version does not
 * list.
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

  /** The status with this name at Stripe; {@link #UNKNOWN} for an unlisted name. */
  public static SubscriptionStatus of(String word) {
    return StoredName.find(SubscriptionStatus.class, word).orElse(UNKNOWN);
  }

  /** Whether the subscription has ended permanently. */
  public boolean isEnded() {
    return this == CANCELED || this == INCOMPLETE_EXPIRED;
  }
}
