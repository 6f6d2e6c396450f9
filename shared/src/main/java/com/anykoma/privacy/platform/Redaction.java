package com.anykoma.privacy.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * The state of the redaction of a customer's personal data at the payment provider.
 *
 * @param request the id of the provider's request; present when a request exists
 */
public record Redaction(State state, Optional<String> request) {
  /** The progress of a redaction. */
  public enum State {
    /** The provider does not know the customer, so there is nothing to redact. */
    UNKNOWN_CUSTOMER,
    /** The provider refuses: it redacts no customers, not with this key, or not this customer. */
    REFUSED,
    /** The redaction was requested and is pending, running or failed. */
    REQUESTED,
    /** The provider reports that the data is redacted. */
    DONE
  }

  public Redaction {
    Objects.requireNonNull(state);
    Objects.requireNonNull(request);
    if (request.isPresent() != (state == State.REQUESTED || state == State.DONE)) {
      throw new IllegalArgumentException(
          "a redaction has a request id exactly when it is REQUESTED or DONE");
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

  /** Whether the provider still has data to redact. */
  public boolean isPending() {
    return state == State.REFUSED || state == State.REQUESTED;
  }
}
