package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.subject.Subjects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Withdraws items from the corpus (P6, P25). Idempotent; runs may overlap. */
public record CorpusService(
    Documents documents, Subjects subjects, Corpus corpus, InstantSource clock) {
  /** The field of an entry with the path of its content document. */
  public static final String CONTENT = Corpus.CONTENT;

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
        subjects.transact(
            subject,
            List.of(entry.path()),
            tx -> {
              Corpus.withdraw(tx, tx.alsoRead(0), cause, clock.instant());
              return true;
            });
      }
      throw e;
    }
  }

  /** Reevaluates one item, and withdraws it if the gate refuses it. */
  public void reevaluate(SubjectId subject, Document entry, String cause) {
    Corpus.Content content = new Corpus.Content(subject, Corpus.contentOf(entry));
    subjects.transact(
        subject,
        List.of(ItemStamp.pathOf(subject, content.path()), entry.path()),
        tx -> {
          Optional<ItemStamp> stamp = tx.alsoRead(0).map(found -> ItemStamp.read(found.fields()));
          corpus.reevaluate(tx, content, stamp, tx.alsoRead(1), cause, clock.instant());
          return true;
        });
  }
}
