package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Bytes;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The configuration of the services, independent of the cloud. Its text form contains no secrets.
 *
 * @param stripeEvents of the Stripe webhook; empty in functions that do not receive Stripe's events
 * @param pages the address of the product's pages, without a slash at the end; empty in functions
 *     that send no links
 * @param subjectHashKey at least 32 bytes; never changes, because stored hashes depend on it
 */
public record Config(
    Optional<StripeEvents> stripeEvents, Optional<URI> pages, Bytes subjectHashKey) {
  public Config {
    Objects.requireNonNull(stripeEvents);
    Objects.requireNonNull(pages);
    Objects.requireNonNull(subjectHashKey);
  }

  /**
   * The settings of the Stripe webhook.
   *
   * @param secrets the webhook's signing secrets; two during a rotation
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
