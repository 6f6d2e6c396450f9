package com.anykoma.privacy.platform;

import java.util.Locale;

/**
 * Stripe's subscription statuses, and {@link #UNKNOWN} for any word that is none of them today.
 *
 * @see <a href="https://docs.stripe.com/api/subscriptions/object">Stripe: status</a>
 */
public enum SubscriptionStatus {
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
    for (SubscriptionStatus status : values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    return UNKNOWN;
  }

  /** Whether it is over for good. */
  public boolean isEnded() {
    return this == CANCELED || this == INCOMPLETE_EXPIRED;
  }

  /** Stripe's word: {@code past_due}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
