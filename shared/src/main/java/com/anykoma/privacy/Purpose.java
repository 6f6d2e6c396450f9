package com.anykoma.privacy;

/** What personal data is used for; a use outside its purpose is refused (P4, P9). */
public enum Purpose {
  /** Doing what the person asked for. */
  SERVICE,
  /** Keeping the service and its people safe; nothing flows from here to {@link #IMPROVEMENT}. */
  SECURITY,
  /** Taking payment. */
  BILLING,
  /** What a law demands. */
  LEGAL,
  /** Training or improving models and the service: free-plan content only, through the gate. */
  IMPROVEMENT
}
