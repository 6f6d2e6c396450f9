package com.anykoma.privacy.local;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Page;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Accounts whose deletions are remembered until they are told of, whoever deletes them. */
record CountedAccounts(Accounts accounts, Outstanding outstanding) implements Accounts {
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
  public boolean setClaims(SubjectId subject, Map<String, Object> claims) {
    return accounts.setClaims(subject, claims);
  }

  @Override
  public void delete(SubjectId subject) {
    if (accounts.get(subject).isPresent()) {
      outstanding.deletionBegun();
      accounts.delete(subject);
    }
  }
}
