package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Bytes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the services are configured with, whatever cloud they run on. Never prints a secret.
 *
 * @param stripeEvents how Stripe's events are received, where they are
 * @param subjectHashKey at least 32 bytes; the same for ever
 */
public record Config(Optional<StripeEvents> stripeEvents, Bytes subjectHashKey) {
  public Config {
    Objects.requireNonNull(stripeEvents);
    Objects.requireNonNull(subjectHashKey);
  }

  /**
   * How Stripe's events are received.
   *
   * @param secrets the webhook's signing secrets: two while one is rotated
   * @param live whether this deployment handles live-mode events
   * @param account the Connect account whose events are expected, if not our own
   */
  public record StripeEvents(List<String> secrets, boolean live, Optional<String> account) {
    public StripeEvents {
      secrets = List.copyOf(secrets);
      Objects.requireNonNull(account);
    }

    @Override
    public String toString() {
      return "StripeEvents[live=" + live + "]";
    }
  }
}
