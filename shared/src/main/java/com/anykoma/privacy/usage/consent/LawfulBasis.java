package com.anykoma.privacy.usage.consent;

/** The lawful basis (article 6 GDPR) for processing a subject's content. */
public enum LawfulBasis {
  /** Article 6(1)(b): only to provide the service that the subject requested. */
  CONTRACT,
  /** Article 6(1)(f): also to improve the service, until the subject objects (article 21). */
  LEGITIMATE_INTEREST;

  /** Returns the basis for a consent state; improvement use needs legitimate interest. */
  public static LawfulBasis of(ConsentState state) {
    return state == ConsentState.GIVEN ? LEGITIMATE_INTEREST : CONTRACT;
  }
}
