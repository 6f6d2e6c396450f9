package com.anykoma.privacy.usage.consent;

/** Whether content may be used for improvement, in the words of the W3C's DPV. */
public enum ConsentState {
  GIVEN,
  WITHDRAWN,
  REFUSED,
  EXPIRED
}
