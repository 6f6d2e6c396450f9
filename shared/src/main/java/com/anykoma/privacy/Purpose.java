package com.anykoma.privacy;

/** A purpose of processing; a use of data for another purpose is refused (P4, P9). */
public enum Purpose implements StoredName {
  /** Providing the service that the person requested. */
  SERVICE,
  /** Protecting the service and its users; never a source for {@link #IMPROVEMENT}. */
  SECURITY,
  /** Taking payment. */
  BILLING,
  /** Complying with a legal obligation. */
  LEGAL,
  /** Training or improving models and the service: free-plan content only, through the gate. */
  IMPROVEMENT
}
