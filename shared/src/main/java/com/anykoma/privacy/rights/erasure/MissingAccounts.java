package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
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
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
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

/**
 * Finds subjects with stored data but without an account, and decides whether to trust the finding
 * (P19; E14). An answer without its control accounts, or one in which too many accounts are missing
 * at once, has no effect except an alarm.
 */
public record MissingAccounts(
    Documents documents,
    Accounts accounts,
    AccountCheck check,
    MissingAccountRecords absences,
    AuditLog audit,
    InstantSource clock) {
  /** The longest delay between the first data about an account and the account itself. */
  static final Duration GRACE = Duration.ofDays(1);

  /** This number of newly missing accounts on one page is always plausible. */
  static final int ALWAYS_PLAUSIBLE = 3;

  /** A page is implausible if more than one in this number of accounts is newly missing. */
  static final int ONE_IN = 10;

  /** How long an operator's confirmation is valid. */
  static final Duration CONFIRMED_FOR = Duration.ofDays(2);

  private static final Log LOG = Log.of(MissingAccounts.class);
  private static final DocumentPath CONFIRMATION = OwnCollections.BREAKERS.document("absences");
  private static final String CONFIRMED_AT = "confirmedAt";

  /** Records an operator's confirmation that the accounts were deleted on purpose. */
  void confirm() {
    Instant now = clock.instant();
    CircuitBreaker.record(
        documents,
        audit,
        CONFIRMATION,
        it -> it.with(CONFIRMED_AT, now),
        Optional.of(CircuitBreaker.entry(now, Action.CONFIRMED, CONFIRMATION.id())));
    LOG.warning("an operator confirmed that accounts are missing");
  }

  private boolean isConfirmed() {
    return documents
        .get(CONFIRMATION)
        .flatMap(it -> it.fields().instant(CONFIRMED_AT))
        .filter(at -> clock.instant().isBefore(at.plus(CONFIRMED_FOR)))
        .isPresent();
  }

  /**
   * Marks the subjects of a page whose accounts are missing.
   *
   * @param collection the collection whose document ids are the subjects
   * @param some a page of it without erased subjects; at most {@value
   *     Accounts#MAX_SUBJECTS_PER_CALL}
   */
  void noteMissing(ReconcilePart part, String collection, Collection<SubjectId> some) {
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
    part.forEachSubject(unknown, Found.UNKNOWN, it -> true);
    if (!isPlausible(suspects.size(), present.size())) {
      LOG.severe(
          "alarm: more accounts are missing than is plausible; the result is ignored",
          LogField.PHASE.of(part.phase()),
          LogField.MISSING.of(suspects.size()),
          LogField.PRESENT.of(present.size()));
    } else if (!suspects.isEmpty()) {
      part.forEachSubject(absent(part, suspects), Found.SUSPECTED, absences::recordMissing);
    }
  }

  /** The start of data that requires an account; empty for a subject known only from Stripe. */
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
    return missing <= ALWAYS_PLAUSIBLE || missing * ONE_IN <= missing + present || isConfirmed();
  }

  /** The suspects that have no account; empty if the answer cannot be trusted. */
  private Set<SubjectId> absent(ReconcilePart part, List<SubjectId> suspects) {
    Optional<Set<SubjectId>> absent = check.absentAmong(suspects);
    if (absent.isEmpty()) {
      LOG.severe(
          "alarm: an answer about accounts lacks accounts that exist; the result is ignored",
          LogField.PHASE.of(part.phase()),
          LogField.MISSING.of(suspects.size()));
    }
    return absent.orElse(Set.of());
  }

  /** A page of the subjects marked as missing, in the order of the first miss. */
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

  /** Checks again accounts that were missing before. */
  void recheck(ReconcilePart part, Collection<SubjectId> some) {
    Set<SubjectId> present = accounts.getAll(some).keySet();
    part.forEachSubject(present, Found.BACK, absences::clear);
    List<SubjectId> missing = some.stream().filter(it -> !present.contains(it)).toList();
    if (!missing.isEmpty()) {
      part.forEachSubject(absent(part, missing), Found.GONE, absences::confirm);
    }
  }
}
