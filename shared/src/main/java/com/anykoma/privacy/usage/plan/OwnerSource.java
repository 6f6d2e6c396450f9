package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.StoredName;
import java.util.Locale;

/** The source of a claim that a subject owns a Stripe customer; later constants outrank earlier. */
public enum OwnerSource implements StoredName {
  /** The {@code client_reference_id} of a checkout: a payment link lets the buyer set it. */
  REFERENCE,
  /** The {@code metadata.firebaseUID} in an event: only our server writes metadata. */
  METADATA,
  /** The {@code metadata.firebaseUID} of the customer, requested from Stripe's API. */
  PROVIDER;

  static OwnerSource of(String storedName) {
    return valueOf(storedName.toUpperCase(Locale.ROOT));
  }
}
