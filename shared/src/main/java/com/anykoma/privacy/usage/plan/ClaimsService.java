package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.TaskPayload.UpdateClaims;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Updates an account's custom claims of {@link ClaimNames} to the subject's plan, for display and
 * for the app's access rules. Never changes or removes another claim, nor a claim under a name that
 * {@code plans.yaml} had before. Idempotent; runs may overlap.
 *
 * <p>Firebase Auth replaces all claims at once and has no conditional write. Therefore each attempt
 * reads all claims directly before the write, writes nothing if both claims are correct, and reads
 * the claims again after the write. One race remains: if another writer changes or removes a claim
 * between the read and the write (about 100 milliseconds), this write restores the old value.
 */
public record ClaimsService(
    Subjects subjects, Accounts accounts, PlanCatalog catalog, InstantSource clock) {
  /** A write and its confirming read take two attempts; the others allow for concurrent writers. */
  private static final int MAX_ATTEMPTS = 10;

  /** Updates the claims of a task's subject; see {@link #updateClaims}. */
  public void handle(UpdateClaims task) {
    updateClaims(task.subject());
  }

  /** Writes the two claims of an existing account and keeps all others; retries conflicts. */
  public void updateClaims(SubjectId subject) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Map<String, Object> wanted = claims(subject);
      Optional<Map<String, Object>> present = accounts.get(subject).map(Account::claims);
      if (present.isEmpty() || present.get().entrySet().containsAll(wanted.entrySet())) {
        return;
      }
      Map<String, Object> all = new HashMap<>(present.get());
      all.putAll(wanted);
      accounts.setClaims(subject, all);
    }
    throw new IllegalStateException(
        "concurrent writers keep overwriting an account's claims; retry later");
  }

  /** Whether the account's claims match the subject's record. */
  public boolean isUpToDate(SubjectRecord record, Account account) {
    return account.claims().entrySet().containsAll(claims(Subscriptions.of(record)).entrySet());
  }

  private Map<String, Object> claims(SubjectId subject) {
    return claims(subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE));
  }

  private Map<String, Object> claims(Subscriptions subscriptions) {
    PlanStatus status =
        subscriptions.statusAt(subscriptions.present(clock.instant()), catalog.plans());
    ClaimNames names = catalog.claims();
    return Map.of(names.plan(), status.plan(), names.paidFeatures(), status.paidFeatures());
  }
}
