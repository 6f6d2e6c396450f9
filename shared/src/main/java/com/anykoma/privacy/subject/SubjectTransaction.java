package com.anykoma.privacy.subject;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditKey;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.KeyedHash;
import com.anykoma.privacy.proof.audit.ReasonCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fence around every write of ours about one subject. It reads the tombstone and the subject's
 * record in the same transaction, so that no write about an erased subject succeeds, however late
 * it is (invariant 6; E13, E17, E19).
 */
public final class SubjectTransaction {
  static final String ORDER = "order";
  static final String RAISED_AT = "raisedAt";

  private static final String AUDIT_KEY = "auditKey";

  private final Documents.Transaction tx;
  private final AuditLog audit;
  private final DocumentPath subjectPath;
  private final DocumentPath tombstonePath;
  private final DocumentPath fencePath;
  private Optional<Document> tombstone;
  private final Fields before;
  private final List<Optional<Document>> alsoRead;
  private Fields after;

  SubjectTransaction(
      Documents.Transaction tx,
      AuditLog audit,
      DocumentPath subjectPath,
      DocumentPath tombstonePath,
      DocumentPath fencePath,
      Optional<Document> tombstone,
      Optional<Document> subject,
      List<Optional<Document>> alsoRead) {
    this.tx = tx;
    this.audit = audit;
    this.subjectPath = subjectPath;
    this.tombstonePath = tombstonePath;
    this.fencePath = fencePath;
    this.tombstone = tombstone;
    this.before = subject.map(Document::fields).orElse(Fields.empty());
    this.after = before;
    this.alsoRead = alsoRead;
  }

  /** Whether the subject is erased; most writes throw {@link ErasedSubject} then. */
  public boolean erased() {
    return tombstone.isPresent();
  }

  /** The subject's record, including changes made by this transaction. */
  public SubjectRecord subject() {
    return new SubjectRecord(after);
  }

  /** The additional documents that the caller named when the transaction began, in their order. */
  public Optional<Document> alsoRead(int index) {
    return alsoRead.get(index);
  }

  public void put(String field, Object value) {
    requireNotErased();
    after = after.with(field, value);
  }

  public void remove(String field) {
    requireNotErased();
    after = after.without(field);
  }

  /**
   * Appends a record to the consent history, which is never changed, and adds an audit entry.
   *
   * @param recordedAt when we learnt of it, by our clock
   */
  public void appendConsent(Instant recordedAt, Fields record) {
    requireNotErased();
    long number = after.number("consentCount").orElse(0L);
    Fields numbered = record.with("recordNumber", number);
    tx.create(
        subjectPath.child(OwnCollections.CONSENTS, String.format(Locale.ROOT, "%08d", number)),
        numbered);
    after = after.with("consentCount", number + 1);
    auditWriter().append(AuditEntry.ofConsent(recordedAt, auditKey(), numbered));
  }

  /**
   * Records that a member of staff saw content of the subject, and adds an audit entry.
   *
   * @param id of the record; a later view with the same id replaces it
   */
  public void recordView(String id, Instant at, KeyedHash actor, Fields view, ReasonCode cause) {
    set(subjectPath.child(OwnCollections.VIEWS, id), view);
    auditWriter().append(AuditEntry.ofView(at, auditKey(), actor, view, cause));
  }

  private AuditKey auditKey() {
    AuditKey key = subject().auditKey().orElseGet(audit::newKey);
    after = after.with(AUDIT_KEY, key.bytes());
    return key;
  }

  /** Writes documents about the subject together with audit entries. */
  public AuditLog.Writer auditWriter() {
    return audit.writer(this::set);
  }

  /** Same as {@link #auditWriter} for erasure requests, which are also written after erasure. */
  public AuditLog.Writer ordering() {
    return audit.writer(tx);
  }

  public void set(DocumentPath path, Fields fields) {
    requireNotErased();
    tx.set(path, fields);
  }

  /** Creates another document about the subject; if it exists, the transaction is retried. */
  public void create(DocumentPath path, Fields fields) {
    requireNotErased();
    tx.create(path, fields);
  }

  /** Updates top-level fields of a document that was read as present. */
  public void update(Document present, Fields changes) {
    requireNotErased();
    tx.update(present.path(), changes);
  }

  /** Corrects fields of the account document at its owner's request, and adds an audit entry. */
  public void correct(Document account, Fields changes, Instant at) {
    update(account, changes);
    Fields names =
        Fields.empty().with("fields", changes.asMap().keySet().stream().sorted().toList());
    auditWriter().append(AuditEntry.ofCorrection(at, auditKey(), names));
  }

  /** Deletes a document about the subject that was read as present. */
  public void delete(Document present) {
    requireNotErased();
    tx.delete(present.path());
  }

  /** Replaces a document read as present by a stricter one; also allowed after erasure. */
  public void tighten(Document present, Fields stricter) {
    tx.set(present.path(), stricter);
  }

  /** Reads one more document: a separate round trip, only before the first write. */
  public Optional<Document> read(DocumentPath path) {
    return tx.read(path);
  }

  /**
   * Raises or renews the tombstone; the other writes of this transaction are the last about the
   * subject. The tombstone's age counts from the last time it was raised, because it must outlive
   * all copies of the last data. The fence for clients is raised once for each request number.
   *
   * @param number number of the erasure request
   */
  public void raiseTombstone(Instant at, String cause, long number) {
    Fields raised =
        tombstone
            .map(Document::fields)
            .orElseGet(() -> Fields.empty().with("epoch", subject().epoch()).with("cause", cause));
    tx.set(tombstonePath, raised.with(RAISED_AT, at).with(ORDER, number));
    if (tombstoneOrder().filter(it -> it == number).isEmpty()) {
      raiseFence(at);
    }
  }

  /** Raises the fence for clients; its age counts from now. */
  void raiseFence(Instant at) {
    tx.set(fencePath, Fields.empty().with(RAISED_AT, at));
  }

  /** Lowers the tombstone of a subject of whom no data was removed; writes may follow. */
  public void lowerTombstone() {
    tx.delete(tombstonePath);
    tx.delete(fencePath);
    tombstone = Optional.empty();
  }

  /** The number of the erasure request of the tombstone; empty without a tombstone. */
  public Optional<Long> tombstoneOrder() {
    return tombstone.map(Subjects::orderOf);
  }

  /** Writes the subject's record if it changed; must be the last write of the transaction. */
  public void flush() {
    if (!after.equals(before)) {
      tx.set(subjectPath, after);
    }
  }

  /** Throws {@link ErasedSubject} for an erased subject, as every write does. */
  public void requireNotErased() {
    if (erased()) {
      throw new ErasedSubject();
    }
  }
}
