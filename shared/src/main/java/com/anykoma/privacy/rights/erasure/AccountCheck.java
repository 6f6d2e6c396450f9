package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds which subjects have no account. An answer is trusted only if it also returns control
 * accounts that are known to exist: accounts listed by the same service for which we have a record
 * (P19). An empty answer, or an answer from another project, is therefore not trusted.
 */
public record AccountCheck(Accounts accounts, Documents documents) {
  /** The number of control accounts that an answer must return. */
  static final int MIN_CONTROLS = 2;

  /** The number of accounts listed to choose controls from. */
  private static final int LISTED = 20;

  /** The number of subjects that one call asks for, without the controls. */
  static final int MAX_ASKED = Accounts.MAX_SUBJECTS_PER_CALL - LISTED;

  /** The subjects among {@code asked} without an account; empty if the answer is not trusted. */
  Optional<Set<SubjectId>> absentAmong(Collection<SubjectId> asked) {
    Set<SubjectId> controls = controls(asked);
    if (controls.size() < MIN_CONTROLS) {
      return Optional.empty();
    }
    Set<SubjectId> absent = new LinkedHashSet<>(asked);
    for (List<SubjectId> some : Lists.partition(List.copyOf(asked), MAX_ASKED)) {
      Set<SubjectId> found = accounts.getAll(Sets.union(Set.copyOf(some), controls)).keySet();
      if (!found.containsAll(controls)) {
        return Optional.empty();
      }
      absent.removeAll(found);
    }
    return Optional.of(absent);
  }

  private Set<SubjectId> controls(Collection<SubjectId> asked) {
    List<SubjectId> listed =
        accounts.list(Optional.empty(), LISTED).items().stream()
            .map(Account::subject)
            .filter(it -> !asked.contains(it))
            .toList();
    List<Optional<Document>> records =
        documents.getAll(listed.stream().map(Subjects::path).toList());
    return IntStream.range(0, listed.size())
        .filter(i -> records.get(i).filter(AccountCheck::isKnown).isPresent())
        .mapToObj(listed::get)
        .collect(Collectors.toSet());
  }

  private static boolean isKnown(Document record) {
    return new SubjectRecord(record.fields()).accountCreatedAt().isPresent();
  }
}
