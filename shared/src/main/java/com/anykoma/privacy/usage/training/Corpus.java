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
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.util.Optional;

/** The items admitted to improvement use, one {@link CorpusEntry} for each (P3, P6). */
public record Corpus(SubjectHash hash, TrainingGate gate) {
  /** Returns the path of the entry of an item. */
  public DocumentPath pathOf(DocumentPath content) {
    return CorpusEntry.pathOf(hash.of("corpus", content.value()));
  }

  /** Queries all admitted entries. */
  public static Query admitted() {
    return Query.in(OwnCollections.CORPUS).whereEqual(CorpusEntry.STATE, CorpusEntry.ADMITTED);
  }

  /** Queries the admitted entries whose opaque ids follow {@code place}. */
  public static Query admittedAfter(String place) {
    return admitted()
        .after(
            new Document(
                CorpusEntry.pathOf(place),
                Fields.empty().with(CorpusEntry.STATE, CorpusEntry.ADMITTED), // as in the query
                Instant.EPOCH,
                Instant.EPOCH));
  }

  static Query admittedOf(SubjectId subject) {
    return admitted().whereEqual(CorpusEntry.UID, subject.value());
  }

  /**
   * Applies the gate's decision to an item's entry: creates it, or withdraws it permanently.
   *
   * @param source the content document, if the transaction has read it; it is copied again if it
   *     was written since its last copy
   * @return the entry, if it exists and stays admitted
   */
  public Optional<CorpusEntry> reevaluate(
      SubjectTransaction tx,
      Content content,
      Optional<ItemStamp> stamp,
      Optional<Document> entry,
      Optional<Document> source,
      String cause,
      Instant now) {
    SubjectFacts facts = SubjectFacts.of(tx.subject(), tx.erased());
    if (!gate.admission(Purpose.IMPROVEMENT, facts, stamp, now).eligible()) {
      withdraw(tx, entry, cause, now);
      return Optional.empty();
    }
    if (entry.isEmpty()) {
      DocumentPath path = pathOf(content.path());
      tx.create(path, CorpusEntry.admitted(path.id(), content, stamp.orElseThrow(), now));
    }
    entry
        .filter(it -> source.filter(new CorpusEntry(it)::lacksCopyOf).isPresent())
        .ifPresent(it -> tx.update(it, DueIndex.dueAt(it.path().id(), now)));
    return entry.map(CorpusEntry::new).filter(CorpusEntry::isAdmitted);
  }

  /** Whether the entry matches the gate's decision, and an admitted item is copied or due. */
  boolean isUpToDate(
      SubjectFacts facts, ItemStamp stamp, Optional<Document> entry, Document source, Instant now) {
    return gate.admission(Purpose.IMPROVEMENT, facts, Optional.of(stamp), now).eligible()
        ? entry.filter(it -> !new CorpusEntry(it).lacksCopyOf(source)).isPresent()
        : entry.filter(it -> new CorpusEntry(it).isAdmitted()).isEmpty();
  }

  /** A content document and its owner. */
  public record Content(SubjectId owner, DocumentPath path) {}

  /** Withdraws an admitted entry permanently; ignores an entry that is not admitted. */
  static void withdraw(SubjectTransaction tx, Optional<Document> entry, String cause, Instant now) {
    entry
        .map(CorpusEntry::new)
        .filter(CorpusEntry::isAdmitted)
        .ifPresent(it -> tx.tighten(it.document(), it.withdrawn(cause, now)));
  }
}
