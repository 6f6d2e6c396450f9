package com.anykoma.privacy.platform;

import java.util.List;
import java.util.Optional;

/** The port to the payment provider (Stripe; a small ledger when embedded). */
public interface Billing {
  /** The largest page of {@link #customers}: Stripe's limit. */
  int MAX_PAGE_SIZE = 100;

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

  /** The customer; empty when the provider knows none by this id, or has deleted it. */
  Optional<BillingCustomer> customer(String customer);

  /**
   * A page of the customers that are not deleted, in a stable order. Deleting some of them between
   * two pages makes the listing skip nobody; a customer may then be on both pages.
   *
   * @param limit at most so many, 1 to {@value #MAX_PAGE_SIZE}
   */
  Page<BillingCustomer> customers(Optional<String> pageToken, int limit);

  /**
   * Asks for the customer's personal data to be redacted, or drives on the request that was made
   * before. Two callers at once get one request. {@link Redaction.State#UNKNOWN_CUSTOMER} is
   * answered of exactly those of whom {@link #subscriptions} is empty.
   *
   * @param request the id of the request that was made before; empty when nobody has asked. One
   *     that was cancelled, or that the provider does not know, is made anew
   */
  Redaction requestRedaction(String customer, Optional<String> request);

  /**
   * How the request of this id stands; empty when it was cancelled or the provider knows none. Only
   * reads.
   */
  Optional<Redaction> redaction(String request);
}
