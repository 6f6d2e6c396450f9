package com.anykoma.privacy.platform;

import java.util.Objects;

/**
 * A request to the payment provider to redact a customer's personal data.
 *
 * @param id the provider's own
 * @param done whether the provider says that the data is redacted; a request that waits, fails or
 *     is at work is not done
 */
public record Redaction(String id, boolean done) {
  public Redaction {
    Objects.requireNonNull(id);
  }
}
