package com.anykoma.privacy.improvement.corpus;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the de-identified copies of admitted items (P3, P5). The transaction that stores a copy
 * asks the gate again, so that no copy is stored of an item that was withdrawn meanwhile.
 * Idempotent: an item has at most one copy, which a repeated or concurrent run replaces.
 *
 * @param ids supplies the random ids of copies
 */
public record CopyService(
    Subjects subjects,
    Corpus corpus,
    Copies copies,
    Deidentification deidentification,
    Supplier<String> ids,
    InstantSource clock) {
  /** The most text of a copy, in UTF-16 code units, so that its entry fits into a document. */
  static final int MAX_TEXT = 100_000;

  /**
   * Makes or replaces the copy of an admitted item, or records that its text is too long for one.
   * Does nothing for a deleted item, whose entry is about to be withdrawn.
   */
  public void copy(CorpusEntry entry) {
    copies
        .documents()
        .get(entry.content())
        .filter(it -> !Deletion.isMarked(it))
        .ifPresent(source -> copy(entry, source));
  }

  private void copy(CorpusEntry entry, Document source) {
    Optional<Bytes> sealed =
        texts(entry, source).map(it -> copies.sealed(entry.owner(), entry.path(), it));
    String id = ids.get();
    subjects.transact(
        entry.owner(),
        List.of(entry.path(), ItemStamp.pathOf(entry.owner(), source.path()), source.path()),
        tx -> {
          admitted(tx, entry)
              .filter(it -> isUnchanged(tx.alsoRead(2), source))
              .map(it -> it.copied(source.updateTime(), id, sealed))
              .ifPresent(it -> tx.set(entry.path(), it));
          return true;
        });
  }

  /** The texts of the copy; empty if they are too long. */
  private Optional<Map<String, String>> texts(CorpusEntry entry, Document source) {
    return copies
        .dataMap()
        .locationOf(source.path())
        .map(
            it ->
                deidentification.of(
                    entry.owner(), it, copies.fields().open(entry.owner(), it, source)))
        .filter(it -> it.values().stream().mapToInt(String::length).sum() <= MAX_TEXT);
  }

  /** The entry as it is now, if the gate still admits the item; otherwise withdraws it. */
  private Optional<CorpusEntry> admitted(SubjectTransaction tx, CorpusEntry entry) {
    return tx.alsoRead(0).isEmpty()
        ? Optional.empty()
        : corpus.reevaluate(
            tx,
            new Corpus.Content(entry.owner(), entry.content()),
            tx.alsoRead(1).map(it -> ItemStamp.read(it.fields())),
            tx.alsoRead(0),
            Optional.empty(),
            "copy",
            clock.instant());
  }

  /** If the item was written meanwhile, the entry stays due, and the new version is copied. */
  private static boolean isUnchanged(Optional<Document> latest, Document source) {
    return latest.filter(it -> it.updateTime().equals(source.updateTime())).isPresent();
  }
}
