package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.retention.removal.ReleasedCopies;
import com.anykoma.privacy.subject.Subjects;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Withdraws items from the corpus, and keeps entries from being deleted before their released
 * copies are recalled (P6, P25). Idempotent; runs may overlap.
 */
public record CorpusService(
    Documents documents, Subjects subjects, Corpus corpus, InstantSource clock)
    implements ReleasedCopies {
  private static final int PAGE = 200;

  /** Withdraws the content of a task's subject; see {@link #withdraw}. */
  public void handle(Withdraw task) {
    withdraw(task.subject(), task.cause());
  }

  /** Reevaluates every admitted item, and withdraws those that the gate does not admit. */
  public void withdraw(SubjectId subject, String cause) {
    Query admitted = Corpus.admittedOf(subject).limit(PAGE);
    BatchRunner batch = new BatchRunner(OwnCollections.CORPUS.id());
    for (List<Document> page : Pages.of(documents, admitted)) {
      batch.forEach(
          page, entry -> entry.path().id(), entry -> reevaluateOrWithdraw(subject, entry, cause));
    }
    batch.throwTransient();
  }

  /** Withdraws an entry if its decision fails permanently. */
  private void reevaluateOrWithdraw(SubjectId subject, Document entry, String cause) {
    try {
      reevaluate(subject, entry, cause);
    } catch (RuntimeException e) {
      if (BatchRunner.isPermanent(e)) {
        withdraw(subject, entry, cause);
      }
      throw e;
    }
  }

  /** Withdraws an entry, and returns it as it was before. */
  @CanIgnoreReturnValue
  private Optional<CorpusEntry> withdraw(SubjectId subject, Document entry, String cause) {
    return subjects.transact(
        subject,
        List.of(entry.path()),
        tx -> {
          Corpus.withdraw(tx, tx.alsoRead(0), cause, clock.instant());
          return tx.alsoRead(0).map(CorpusEntry::new);
        });
  }

  @Override
  public List<String> of(Document record) {
    return isEntry(record) ? new CorpusEntry(record).released() : List.of();
  }

  /** Withdraws admitted entries first, so that no release can take them meanwhile. */
  @Override
  public void requireRecalled(List<Document> records) {
    boolean isReleased = false;
    for (Document each : records.stream().filter(CorpusService::isEntry).toList()) {
      CorpusEntry entry = new CorpusEntry(each);
      isReleased |=
          (entry.isAdmitted() ? withdraw(entry.owner(), each, "removed") : Optional.of(entry))
              .filter(CorpusEntry::needsRecall)
              .isPresent();
    }
    if (isReleased) {
      throw new IllegalStateException("a released copy of an item is not recalled yet");
    }
  }

  private static boolean isEntry(Document record) {
    return record.path().collection().equals(OwnCollections.CORPUS);
  }

  /** Reevaluates one item, and withdraws it if the gate refuses it. */
  public void reevaluate(SubjectId subject, Document entry, String cause) {
    Corpus.Content content = new Corpus.Content(subject, new CorpusEntry(entry).content());
    subjects.transact(
        subject,
        List.of(ItemStamp.pathOf(subject, content.path()), entry.path()),
        tx -> {
          Optional<ItemStamp> stamp = tx.alsoRead(0).map(found -> ItemStamp.read(found.fields()));
          corpus.reevaluate(
              tx, content, stamp, tx.alsoRead(1), Optional.empty(), cause, clock.instant());
          return true;
        });
  }
}
