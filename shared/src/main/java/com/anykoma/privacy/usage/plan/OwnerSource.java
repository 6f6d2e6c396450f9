package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.StoredName;
import java.util.Locale;

/**
 * By what it is known which subject a customer of Stripe's is. A later constant outranks an earlier
 * one.
 */
public enum OwnerSource implements StoredName {
  /** The {@code client_reference_id} of a checkout: a payment link lets the buyer set it. */
  REFERENCE,
  /** The {@code metadata.firebaseUID} in an event: only our server writes metadata. */
  METADATA,
  /** The {@code metadata.firebaseUID} of the customer, as Stripe answers when it is asked. */
  PROVIDER;

  static OwnerSource of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
