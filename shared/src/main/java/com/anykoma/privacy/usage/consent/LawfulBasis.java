package com.anykoma.privacy.usage.consent;

/** The ground of article 6 GDPR on which a subject's content is processed. */
public enum LawfulBasis {
  /** Article 6(1)(b): only to provide what the subject asked for. */
  CONTRACT,
  /** Article 6(1)(f): also to improve the service, until the subject objects (article 21). */
  LEGITIMATE_INTEREST;

  /** The ground that goes with a state of consent: improvement needs the second. */
  public static LawfulBasis of(ConsentState state) {
    return state == ConsentState.GIVEN ? LEGITIMATE_INTEREST : CONTRACT;
  }
}
