package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import java.time.Instant;
import java.util.Optional;

/**
 * The items admitted to improvement use, {@code corpus/{id}}. An entry has the decision and its
 * lineage but no content. A withdrawal is published to downstream trainers in {@code
 * withdrawals/{id}}, under the same opaque id and without other identifiers (P6).
 */
public record Corpus(SubjectHash hash, TrainingGate gate) {
  static final String CONTENT = "content";
  private static final String STATE = "state";
  private static final String ADMITTED = "admitted";

  /** Returns the path of the entry of a content document. */
  public DocumentPath pathOf(DocumentPath content) {
    return OwnCollections.CORPUS.document(hash.of("corpus", content.value()));
  }

  /** Queries the admitted entries of all subjects, in the order of their opaque ids. */
  public static Query admitted() {
    return Query.in(OwnCollections.CORPUS).whereEqual(STATE, ADMITTED);
  }

  /** Queries the admitted entries whose opaque ids follow {@code place}. */
  public static Query admittedAfter(String place) {
    return admitted()
        .after(
            new Document(
                OwnCollections.CORPUS.existingDocument(place),
                Fields.empty().with(STATE, ADMITTED), // a cursor must match its query
                Instant.EPOCH,
                Instant.EPOCH));
  }

  static Query admittedOf(SubjectId subject) {
    return admitted().whereEqual("uid", subject.value());
  }

  /** Whether an entry was admitted under this owner. */
  public static boolean isOf(SubjectId owner, Document entry) {
    return entry.fields().string("uid").filter(owner.value()::equals).isPresent();
  }

  /** Whether an entry is admitted and not withdrawn. */
  public static boolean isAdmitted(Document entry) {
    return entry.fields().string(STATE).filter(ADMITTED::equals).isPresent();
  }

  /** Returns the owner under whom an entry was admitted. */
  public static SubjectId ownerOf(Document entry) {
    return new SubjectId(entry.fields().string("uid").orElseThrow());
  }

  /** Returns the path of the content that an entry admits. */
  public static DocumentPath contentOf(Document entry) {
    return new DocumentPath(entry.fields().string(CONTENT).orElseThrow());
  }

  /** Applies the gate's decision to an item's entry: creates it, or withdraws it permanently. */
  void reevaluate(
      SubjectTransaction tx,
      Content content,
      Optional<ItemStamp> stamp,
      Optional<Document> entry,
      String cause,
      Instant now) {
    SubjectFacts facts = SubjectFacts.of(tx.subject(), tx.erased());
    boolean eligible = gate.admission(Purpose.IMPROVEMENT, facts, stamp, now).eligible();
    if (!eligible) {
      withdraw(tx, entry, cause, now);
    }
    if (eligible && entry.isEmpty()) {
      tx.create(pathOf(content.path()), admission(content, stamp.orElseThrow(), now));
    }
  }

  /** Whether the entry matches the gate's decision: an entry if eligible, else none admitted. */
  boolean isUpToDate(SubjectFacts facts, ItemStamp stamp, Optional<Document> entry, Instant now) {
    return gate.admission(Purpose.IMPROVEMENT, facts, Optional.of(stamp), now).eligible()
        ? entry.isPresent()
        : entry.filter(Corpus::isAdmitted).isEmpty();
  }

  /** A content document and its owner. */
  record Content(SubjectId owner, DocumentPath path) {}

  private static Fields admission(Content content, ItemStamp stamp, Instant now) {
    return Fields.empty()
        .with("uid", content.owner().value())
        .with(CONTENT, content.path().value())
        .with(STATE, ADMITTED)
        .with("admittedAt", now)
        .with(
            "lineage",
            Fields.empty()
                .with("createdAt", stamp.createdAt())
                .with("plan", stamp.plan())
                .with("policyVersion", stamp.policyVersion())
                .with("epoch", stamp.epoch()));
  }

  /** Withdraws an admitted entry permanently; ignores an entry that is not admitted. */
  static void withdraw(SubjectTransaction tx, Optional<Document> entry, String cause, Instant now) {
    entry.filter(Corpus::isAdmitted).ifPresent(it -> withdraw(tx, it, cause, now));
  }

  private static void withdraw(SubjectTransaction tx, Document entry, String cause, Instant now) {
    Fields withdrawal = Fields.empty().with("withdrawnAt", now).with("cause", cause);
    tx.tighten(entry, withdrawal.with(STATE, "withdrawn"));
    tx.announce(OwnCollections.WITHDRAWALS.document(entry.path().id()), withdrawal);
  }
}
