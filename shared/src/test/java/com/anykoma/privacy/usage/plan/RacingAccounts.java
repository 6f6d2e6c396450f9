package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Page;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Accounts that run an action before claims are read or written, to simulate a race. */
final class RacingAccounts implements Accounts {
  private final Accounts accounts;
  private final IntConsumer race;
  private int calls;
  private int writes;

  /**
   * @param race runs before each call and gets the call's number from 0; claims are read before
   *     they are written
   */
  RacingAccounts(Accounts accounts, IntConsumer race) {
    this.accounts = accounts;
    this.race = race;
  }

  /** Returns the number of writes of claims. */
  int writes() {
    return writes;
  }

  @Override
  public boolean setClaims(SubjectId subject, Map<String, Object> claims) {
    race.accept(calls++);
    writes++;
    return accounts.setClaims(subject, claims);
  }

  @Override
  public VerifiedToken verify(String idToken) {
    return accounts.verify(idToken);
  }

  @Override
  public Optional<Account> get(SubjectId subject) {
    race.accept(calls++);
    return accounts.get(subject);
  }

  @Override
  public Optional<Account> withEmail(Sensitive<String> email) {
    return accounts.withEmail(email);
  }

  @Override
  public Map<SubjectId, Account> getAll(Collection<SubjectId> subjects) {
    return accounts.getAll(subjects);
  }

  @Override
  public Page<Account> list(Optional<String> pageToken, int limit) {
    return accounts.list(pageToken, limit);
  }

  @Override
  public boolean disable(SubjectId subject) {
    return accounts.disable(subject);
  }

  @Override
  public boolean revokeSessions(SubjectId subject) {
    return accounts.revokeSessions(subject);
  }

  @Override
  public void delete(SubjectId subject) {
    accounts.delete(subject);
  }
}
