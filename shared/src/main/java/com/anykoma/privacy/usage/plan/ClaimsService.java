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
 * Brings an account's custom claims {@code plan} and {@code paidFeatures} in line with the
 * subject's plan, for display and for the app's own access rules. Safe to repeat and to overlap.
 *
 * <p>Firebase Auth replaces all claims at once and has no conditional write. So the claims of
 * others are read directly before each write, nothing is written where both claims are right
 * already, and the claims are read again after each write until they are right. One window remains:
 * a claim that somebody else removes or changes between that read and the write, some 100
 * milliseconds, comes back as it was read.
 */
public record ClaimsService(Subjects subjects, Accounts accounts, InstantSource clock) {
  /** One write and the read that confirms it are two; the others are for writers that overtake. */
  private static final int MAX_ATTEMPTS = 10;

  /** Brings the claims of a task's subject in line; see {@link #bringInLine}. */
  public void handle(UpdateClaims task) {
    bringInLine(task.subject());
  }

  /**
   * Writes the two claims onto the latest claims of others; an account that is gone needs none.
   *
   * @throws IllegalStateException when others write so often that the claims never hold; trying
   *     later helps
   */
  public void bringInLine(SubjectId subject) {
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
    throw new IllegalStateException("others write an account's claims again and again");
  }

  /** Whether the account's claims say what the subject's record says. */
  public boolean isInLine(SubjectRecord record, Account account) {
    return account.claims().entrySet().containsAll(claims(Subscriptions.of(record)).entrySet());
  }

  private Map<String, Object> claims(SubjectId subject) {
    return claims(subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE));
  }

  private Map<String, Object> claims(Subscriptions subscriptions) {
    PlanStatus standing = subscriptions.standingAt(subscriptions.present(clock.instant()));
    return Map.of("plan", standing.plan().word(), "paidFeatures", standing.paidFeatures());
  }
}
