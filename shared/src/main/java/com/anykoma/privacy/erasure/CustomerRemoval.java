package com.anykoma.privacy.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.time.InstantSource;
import java.util.List;

/**
 * Removes a person's customer from the payment provider, as far as the provider does that: ends its
 * subscriptions, deletes it, and asks for what is left to be redacted (P20, P23, P27). The fence is
 * raised for the customer too, because late events of the provider name nobody else.
 */
final class CustomerRemoval {
  private final Documents documents;
  private final Subjects subjects;
  private final Billing billing;
  private final InstantSource clock;

  CustomerRemoval(Documents documents, Subjects subjects, Billing billing, InstantSource clock) {
    this.documents = documents;
    this.subjects = subjects;
    this.billing = billing;
    this.clock = clock;
  }

  /** Ends what still costs the person money. */
  void cancel(String customer) {
    for (BillingSubscription each : billing.subscriptions(customer).orElse(List.of())) {
      if (!each.status().isEnded()) {
        billing.cancel(each.id());
      }
    }
  }

  /** Deletes the customer; a subscription begun meanwhile ends with it. */
  void remove(String customer) {
    boolean unused =
        documents.create(
            subjects.customerTombstone(customer),
            Fields.empty().with("raisedAt", clock.instant()).with("cause", "erased"));
    billing.deleteCustomer(customer);
    boolean unusedToo = isRedacted(customer);
  }

  /** Whether what the provider keeps of the customer is redacted; asks for it where it is not. */
  boolean isRedacted(String customer) {
    try {
      return billing.requestRedaction(customer).done();
    } catch (PermanentFailure e) {
      return true; // the provider knows no such customer
    }
  }

  /** Whether the provider would still take money. */
  boolean isAlive(String customer) {
    return billing.subscriptions(customer).orElse(List.of()).stream()
        .anyMatch(each -> !each.status().isEnded());
  }

  /** Whether the customer was removed before. */
  boolean isRemoved(String customer) {
    return documents.get(subjects.customerTombstone(customer)).isPresent();
  }
}
