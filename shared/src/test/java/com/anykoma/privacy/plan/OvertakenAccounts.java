package com.anykoma.privacy.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Page;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Accounts where something else happens just before claims are first written. */
final class OvertakenAccounts implements Accounts {
  private final Accounts accounts;
  private final Runnable overtaking;
  private boolean overtaken;

  OvertakenAccounts(Accounts accounts, Runnable overtaking) {
    this.accounts = accounts;
    this.overtaking = overtaking;
  }

  @Override
  public boolean setClaims(SubjectId subject, Map<String, Object> claims) {
    if (!overtaken) {
      overtaken = true;
      overtaking.run();
    }
    return accounts.setClaims(subject, claims);
  }

  @Override
  public VerifiedToken verify(String idToken) {
    return accounts.verify(idToken);
  }

  @Override
  public Optional<Account> get(SubjectId subject) {
    return accounts.get(subject);
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
