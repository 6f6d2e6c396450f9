package com.anykoma.privacy.usage.consent;

/** The state of consent to improvement use, named as in the W3C Data Privacy Vocabulary. */
public enum ConsentState {
  GIVEN,
  WITHDRAWN,
  REFUSED,
  EXPIRED
}
