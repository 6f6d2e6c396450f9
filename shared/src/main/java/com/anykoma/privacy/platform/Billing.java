package com.anykoma.privacy.platform;

import com.anykoma.privacy.Sensitive;
import java.util.List;
import java.util.Optional;

/** The port to the payment provider (Stripe; a small ledger when embedded). */
public interface Billing {
  /** The largest page of {@link #customers}: Stripe's limit. */
  int MAX_PAGE_SIZE = 100;

  /** The current state of a subscription; empty when the provider does not know the id. */
  Optional<BillingSubscription> subscription(String subscription);

  /** All subscriptions of a customer, ended ones too; empty when the provider does not know it. */
  Optional<List<BillingSubscription>> subscriptions(String customer);

  /**
   * The plan names in a product's metadata: {@code metadata.plan}, then {@code
   * metadata.firebaseRole}. Empty when it has none, or the provider does not know the product. May
   * be five minutes old.
   */
  List<String> planNames(String product);

  /** Cancels a subscription immediately. An ended or unknown subscription is success. */
  void cancel(String subscription);

  /** Deletes a customer, which cancels its subscriptions. An absent customer is success. */
  void deleteCustomer(String customer);

  /** The customer; empty when the provider does not know the id or has deleted the customer. */
  Optional<BillingCustomer> customer(String customer);

  /**
   * One page of the customers that are not deleted, in a stable order. If customers are deleted
   * between two pages, the listing skips no other customer, but may return one twice.
   */
  Page<BillingCustomer> customers(Optional<String> pageToken, int limit);

  /**
   * At most {@value #MAX_PAGE_SIZE} customers with this e-mail address, in any letter case, that
   * are not deleted. Customers of the last minutes may be missing.
   */
  List<BillingCustomer> customersWithEmail(Sensitive<String> email);

  /**
   * Requests the redaction of the customer's personal data, or advances an earlier request.
   * Concurrent callers share one request. Returns {@link Redaction.State#UNKNOWN_CUSTOMER} exactly
   * when {@link #subscriptions} returns empty.
   *
   * @param request the id of the earlier request; empty when there is none. A request that was
   *     cancelled, or that the provider does not know, is replaced by a new one
   */
  Redaction requestRedaction(String customer, Optional<String> request);

  /** The state of a redaction request; empty when it was cancelled or is unknown. Read-only. */
  Optional<Redaction> redaction(String request);
}
