package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.AuditTopic;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.rights.erasure.ReconcilePart.Found;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Looks for subjects whose data we keep but whose account is missing, and decides what to believe
 * of that (P19; E14). An answer without its controls, and one by which too many accounts are
 * missing at once, begin nothing: a person has to look.
 */
public record MissingAccounts(
    Documents documents,
    Accounts accounts,
    AccountCheck check,
    MissingAccountRecords absences,
    AuditLog audit,
    InstantSource clock) {
  /** How long an account may take to be there, after data about it. */
  static final Duration GRACE = Duration.ofDays(1);

  /** So many newly missing accounts on one page are never too many. */
  static final int ALWAYS_PLAUSIBLE = 3;

  /** More newly missing accounts than one in so many on a page are too many. */
  static final int ONE_IN = 10;

  /** How long a person's word holds that more are meant to be missing. */
  static final Duration MEANT_FOR = Duration.ofDays(2);

  private static final Logger LOG = Logger.getLogger(MissingAccounts.class.getName());
  private static final DocumentPath MEANT = OwnCollections.BREAKERS.document("absences");
  private static final String CONFIRMED_AT = "confirmedAt";

  /** A person says that the accounts that will be found missing were deleted on purpose. */
  void confirm() {
    Instant now = clock.instant();
    documents.transact(
        tx -> {
          AuditLog.Noting noting = audit.noting(tx);
          Fields confirmed = Fields.empty().with(CONFIRMED_AT, now);
          noting.set(MEANT, confirmed);
          noting.note(
              AuditEntry.ofNobody(
                  now, AuditTopic.BREAKER, Action.CONFIRMED, new ReasonCode("absences")));
          return confirmed;
        });
    LOG.warning("a person confirmed that accounts are missing");
  }

  private boolean isMeant() {
    return documents
        .get(MEANT)
        .flatMap(it -> it.fields().instant(CONFIRMED_AT))
        .filter(at -> clock.instant().isBefore(at.plus(MEANT_FOR)))
        .isPresent();
  }

  /**
   * Notes which subjects' accounts are missing.
   *
   * @param collection whose documents' ids the subjects are
   * @param some a page of it, without the erased; at most {@value Accounts#MAX_SUBJECTS_PER_CALL}
   */
  void look(ReconcilePart part, String collection, Collection<SubjectId> some) {
    Set<SubjectId> present = accounts.getAll(some).keySet();
    List<SubjectId> missing = some.stream().filter(it -> !present.contains(it)).toList();
    List<Optional<Document>> records =
        documents.getAll(missing.stream().map(Subjects::path).toList());
    List<SubjectId> suspects = new ArrayList<>();
    List<SubjectId> unknown = new ArrayList<>();
    for (int i = 0; i < missing.size(); i++) {
      SubjectRecord record =
          new SubjectRecord(records.get(i).map(Document::fields).orElse(Fields.empty()));
      Optional<Instant> since = accountSince(collection, missing.get(i), record);
      if (since.isEmpty()) {
        unknown.add(missing.get(i));
      } else if (record.absentSince().isEmpty()
          && since.get().isBefore(clock.instant().minus(GRACE))) {
        suspects.add(missing.get(i));
      }
    }
    part.eachSubject(unknown, Found.UNKNOWN, it -> true);
    if (!isPlausible(suspects.size(), present.size())) {
      LOG.severe(
          "alarm: more accounts are missing than is plausible; nothing is concluded phase="
              + part.phase()
              + " missing="
              + suspects.size()
              + " present="
              + present.size());
    } else if (!suspects.isEmpty()) {
      part.eachSubject(absent(part, suspects), Found.SUSPECTED, absences::note);
    }
  }

  /**
   * Since when there is data that only an account could have brought about; empty for whom nobody
   * but Stripe has told of.
   */
  private Optional<Instant> accountSince(
      String collection, SubjectId subject, SubjectRecord record) {
    return record.accountCreatedAt().isPresent()
            || collection.equals(OwnCollections.SUBJECTS.value())
        ? record.accountCreatedAt()
        : documents
            .get(new CollectionPath(collection).existingDocument(subject.documentId()))
            .map(Document::createTime)
            .or(() -> Optional.of(Instant.EPOCH));
  }

  private boolean isPlausible(int missing, int present) {
    return missing <= ALWAYS_PLAUSIBLE || missing * ONE_IN <= missing + present || isMeant();
  }

  /** Those of the suspects that have no account; none where the answer cannot be believed. */
  private Set<SubjectId> absent(ReconcilePart part, List<SubjectId> suspects) {
    Optional<Set<SubjectId>> absent = check.absentAmong(suspects);
    if (absent.isEmpty()) {
      LOG.severe(
          "alarm: an answer about accounts lacks accounts that exist; nothing is concluded phase="
              + part.phase()
              + " missing="
              + suspects.size());
    }
    return absent.orElse(Set.of());
  }

  /** A page of the subjects whose account was missed before, in the order of the first miss. */
  Page<SubjectId> suspected(Optional<String> token) {
    int limit = AccountCheck.MAX_ASKED;
    Query first =
        Query.in(OwnCollections.SUBJECTS)
            .where(SubjectRecord.ABSENT_SINCE, Query.Operator.GREATER, Instant.EPOCH)
            .limit(limit);
    List<Document> page = documents.find(token.map(it -> first.after(cursor(it))).orElse(first));
    Optional<String> next =
        page.size() < limit ? Optional.empty() : Optional.of(token(page.get(limit - 1)));
    return new Page<>(
        page.stream().flatMap(it -> SubjectId.ofDocumentId(it.path().id()).stream()).toList(),
        next);
  }

  private static String token(Document record) {
    return record.fields().instant(SubjectRecord.ABSENT_SINCE).orElseThrow()
        + "/"
        + record.path().id();
  }

  private static Document cursor(String token) {
    int cut = token.indexOf('/');
    Fields fields =
        Fields.empty().with(SubjectRecord.ABSENT_SINCE, Instant.parse(token.substring(0, cut)));
    DocumentPath path = OwnCollections.SUBJECTS.document(token.substring(cut + 1));
    return new Document(path, fields, Instant.EPOCH, Instant.EPOCH);
  }

  /** Looks again for accounts that were missed before. */
  void lookAgain(ReconcilePart part, Collection<SubjectId> some) {
    Set<SubjectId> present = accounts.getAll(some).keySet();
    part.eachSubject(present, Found.BACK, absences::end);
    List<SubjectId> missing = some.stream().filter(it -> !present.contains(it)).toList();
    if (!missing.isEmpty()) {
      part.eachSubject(absent(part, missing), Found.GONE, absences::confirm);
    }
  }
}
