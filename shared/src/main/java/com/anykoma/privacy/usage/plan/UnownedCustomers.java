package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Customers at the payment provider of people without an account (P23). Assigns them to a subject
 * of their own, so that an erasure of this subject finds them as it finds those of an account.
 *
 * <p>A customer that anything names a subject for is left alone: its metadata, our record of its
 * owner, or an event that waits for an account. The assignment has the lowest rank and the latest
 * time, so that any later claim of a subject replaces it before the erasure starts.
 */
public record UnownedCustomers(
    Documents documents,
    Subjects subjects,
    Billing billing,
    SubjectHash hash,
    InstantSource clock) {
  private static final Instant AFTER_ALL_CLAIMS = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * Assigns the unowned customers with an e-mail address. Idempotent.
   *
   * @param request the id of the request for which they are assigned
   * @return their subject; empty if there are none
   */
  public Optional<SubjectId> assign(Sensitive<String> email, String request) {
    SubjectId subject = new SubjectId("email:" + hash.of("email-subject", request));
    long assigned =
        billing.customersWithEmail(email).stream()
            .filter(it -> it.claimedSubject().isEmpty() && assign(it.id(), subject))
            .count();
    return Optional.of(subject).filter(it -> assigned > 0);
  }

  private boolean assign(String customer, SubjectId subject) {
    DocumentPath path = CustomerOwner.path(customer);
    CustomerOwner owner =
        new CustomerOwner(subject, OwnerSource.REFERENCE, AFTER_ALL_CLAIMS, false);
    Fields fields =
        owner.write(customer, "email-request").with(CustomerOwner.RECORDED_AT, clock.instant());
    boolean isAwaiting =
        documents.find(RedriveService.parked(customer)).stream()
            .anyMatch(it -> it.fields().has(Subjects.AWAITS));
    return !isAwaiting
        && subjects.transact(
            subject,
            List.of(path),
            tx -> {
              Optional<Document> known = tx.alsoRead(0);
              if (known.isEmpty()) {
                tx.create(path, fields);
              }
              return known.isEmpty()
                  || known.flatMap(CustomerOwner::read).equals(Optional.of(owner));
            });
  }
}
