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
 * Asks which of some subjects have no account, and believes the answer only if it also returns
 * accounts that are known to exist (P19). These controls are listed by the same service and have a
 * record of ours. So an empty answer and the answer of another project prove nothing.
 */
public record AccountCheck(Accounts accounts, Documents documents) {
  /** How many controls an answer has to return. */
  static final int MIN_CONTROLS = 2;

  /** How many accounts are listed to find controls among them. */
  private static final int LISTED = 20;

  /** How many subjects one call asks for, besides the controls. */
  static final int MAX_ASKED = Accounts.MAX_SUBJECTS_PER_CALL - LISTED;

  /**
   * The subjects among {@code asked} that have no account; empty when the answer is not to be
   * believed.
   */
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
