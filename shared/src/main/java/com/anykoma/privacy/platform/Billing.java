package com.anykoma.privacy.platform;

import java.util.List;
import java.util.Optional;

/** The port to the payment provider (Stripe; a small ledger when embedded). */
public interface Billing {
  /** The subscription as it is now; empty when the provider knows none by this id. */
  Optional<BillingSubscription> subscription(String subscription);

  /**
   * Every subscription of a customer, ended ones too; empty when the provider does not know the
   * customer, which is not the same as a customer without subscriptions.
   */
  Optional<List<BillingSubscription>> subscriptions(String customer);

  /** Ends a subscription at once; one that has ended or is unknown is success. */
  void cancel(String subscription);

  /** Deletes a customer, which ends its subscriptions; an absent one is success. */
  void deleteCustomer(String customer);

  /**
   * Asks for the customer's personal data to be redacted; asking again names the same request.
   *
   * @return the provider's id of the request
   */
  String requestRedaction(String customer);
}
