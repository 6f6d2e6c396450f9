package com.anykoma.privacy.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * How the redaction of a customer's personal data stands at the payment provider.
 *
 * @param request the id of the provider's request; present when there is one
 */
public record Redaction(State state, Optional<String> request) {
  /** How far it has come. */
  public enum State {
    /** The provider has never heard of the customer: there is nothing to redact. */
    UNKNOWN_CUSTOMER,
    /** The provider redacts no customer, or not at our request, or not this one. */
    REFUSED,
    /** Asked for, and waits, fails or is at work. */
    REQUESTED,
    /** The provider says that the data is redacted. */
    DONE
  }

  public Redaction {
    Objects.requireNonNull(state);
    Objects.requireNonNull(request);
    if (request.isPresent() != (state == State.REQUESTED || state == State.DONE)) {
      throw new IllegalArgumentException("a redaction has a request once it is asked for");
    }
  }

  public static Redaction unknownCustomer() {
    return new Redaction(State.UNKNOWN_CUSTOMER, Optional.empty());
  }

  public static Redaction refused() {
    return new Redaction(State.REFUSED, Optional.empty());
  }

  public static Redaction requested(String request) {
    return new Redaction(State.REQUESTED, Optional.of(request));
  }

  public static Redaction done(String request) {
    return new Redaction(State.DONE, Optional.of(request));
  }

  /** Whether the provider still has what is to be redacted. */
  public boolean isPending() {
    return state == State.REFUSED || state == State.REQUESTED;
  }
}
