package com.anykoma.privacy.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectRecord;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Brings an account's custom claims {@code plan} and {@code paidFeatures} in line with the
 * subject's plan, for display and for the app's own access rules. Safe to repeat and to overlap: a
 * run that wrote what is no longer so writes again.
 */
public final class ClaimsService {
  /** The topic of its tasks. */
  public static final String TOPIC = "claims";

  private final Subjects subjects;
  private final Accounts accounts;
  private final InstantSource clock;

  public ClaimsService(Subjects subjects, Accounts accounts, InstantSource clock) {
    this.subjects = subjects;
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * Writes the claims, and leaves those of others as they are; an account that is gone needs none.
   */
  public void bringInLine(SubjectId subject) {
    Map<String, Object> wanted = claims(subject);
    boolean settled = false;
    while (!settled) {
      Map<String, Object> written = wanted;
      Map<String, Object> all =
          new HashMap<>(accounts.get(subject).map(Account::claims).orElse(Map.of()));
      all.putAll(written);
      boolean present = accounts.setClaims(subject, all);
      wanted = claims(subject);
      settled = !present || wanted.equals(written);
    }
  }

  /** Whether the account's claims say what the subject's record says. */
  public boolean isInLine(SubjectRecord record, Account account) {
    return account.claims().entrySet().containsAll(claims(Subscriptions.of(record)).entrySet());
  }

  private Map<String, Object> claims(SubjectId subject) {
    return claims(subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE));
  }

  private Map<String, Object> claims(Subscriptions subscriptions) {
    Standing standing = subscriptions.standingAt(subscriptions.present(clock.instant()));
    return Map.of("plan", standing.plan().word(), "paidFeatures", standing.paidFeatures());
  }
}
