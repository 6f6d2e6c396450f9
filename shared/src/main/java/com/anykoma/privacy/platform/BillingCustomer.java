package com.anykoma.privacy.platform;

import com.anykoma.privacy.SubjectId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A customer of the payment provider, reduced to who it is: nothing about the payer is kept (P11).
 * Prints nothing of it.
 *
 * @param named the subject whose customer it says it is; empty when it names nobody, or what cannot
 *     be a uid
 */
public record BillingCustomer(String id, Optional<SubjectId> named, Instant createdAt) {
  public BillingCustomer {
    Objects.requireNonNull(id);
    Objects.requireNonNull(named);
    Objects.requireNonNull(createdAt);
  }

  @Override
  public String toString() {
    return "[customer]";
  }
}
