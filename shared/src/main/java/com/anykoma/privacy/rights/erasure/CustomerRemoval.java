package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Removes a person's customer from the payment provider, as far as the provider does that: ends its
 * subscriptions, deletes it, and asks for what is left to be redacted (P20, P23, P27). The fence is
 * raised for the customer too, because late events of the provider name nobody else.
 */
public record CustomerRemoval(
    Documents documents, Subjects subjects, Billing billing, InstantSource clock) {
  /**
   * Ends what still costs the person money, keeps late events about the customer from being taken
   * for somebody's, and deletes it; a subscription begun meanwhile ends with it.
   */
  void remove(String customer, Steps steps) {
    steps
        .answer(() -> billing.subscriptions(customer), Optional.<List<BillingSubscription>>empty())
        .orElse(List.of())
        .stream()
        .filter(each -> !each.status().isEnded())
        .forEach(each -> steps.run(() -> billing.cancel(each.id())));
    steps.run(() -> fence(customer));
    steps.run(() -> billing.deleteCustomer(customer));
  }

  private void fence(String customer) {
    documents.create(
        subjects.customerTombstone(customer),
        Fields.empty().with("raisedAt", clock.instant()).with("cause", "erased"));
  }

  /** Asks for the customer's data to be redacted, or drives on the request of this id. */
  Redaction redact(String customer, Optional<String> request) {
    return billing.requestRedaction(customer, request);
  }

  /**
   * Whether the provider still has the customer, or would still take money: what the second reader
   * looks for too.
   */
  boolean isThere(String customer) {
    return billing.customer(customer).isPresent()
        || billing.subscriptions(customer).orElse(List.of()).stream()
            .anyMatch(each -> !each.status().isEnded());
  }

  /** Whether a customer at the provider names the subject; reads all of them, page by page. */
  boolean isAnyOf(SubjectId subject) {
    for (List<BillingCustomer> page :
        Pages.of(next -> billing.customers(next, Billing.MAX_PAGE_SIZE))) {
      if (page.stream().anyMatch(each -> each.claimedSubject().equals(Optional.of(subject)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the customer was removed before. */
  boolean isRemoved(String customer) {
    return documents.get(subjects.customerTombstone(customer)).isPresent();
  }
}
