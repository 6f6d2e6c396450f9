package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Removes a person's customer from the payment provider as far as its API allows: cancels
 * subscriptions, deletes the customer, and requests redaction of the rest (P20, P23, P27). Raises a
 * tombstone for the customer too, because late events of the provider identify only the customer.
 */
public record CustomerRemoval(
    Documents documents, Subjects subjects, Billing billing, InstantSource clock) {
  /**
   * Cancels the customer's subscriptions, raises its tombstone so that late events are not assigned
   * to anyone, and deletes it. Deleting also ends subscriptions begun meanwhile.
   */
  void remove(String customer, StepRunner steps) {
    steps
        .call(() -> billing.subscriptions(customer), Optional.<List<BillingSubscription>>empty())
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

  /**
   * Whether the provider still has the customer or a live subscription; verified independently too.
   */
  boolean exists(String customer) {
    return billing.customer(customer).isPresent()
        || billing.subscriptions(customer).orElse(List.of()).stream()
            .anyMatch(each -> !each.status().isEnded());
  }

  /** Whether any customer at the provider names the subject; reads all customers, page by page. */
  boolean existsFor(SubjectId subject) {
    for (List<BillingCustomer> page :
        Pages.of(next -> billing.customers(next, Billing.MAX_PAGE_SIZE))) {
      if (page.stream().anyMatch(each -> each.claimedSubject().equals(Optional.of(subject)))) {
        return true;
      }
    }
    return false;
  }

  boolean isRemoved(String customer) {
    return documents.get(subjects.customerTombstone(customer)).isPresent();
  }
}
