package com.anykoma.privacy.usage.training;

import com.anykoma.privacy.SetAside;
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

/**
 * Takes out of the corpus what may no longer be in it, after an upgrade, an objection, a GPC signal
 * or the end of an account (P6, P25). Safe to repeat and to overlap.
 */
public record CorpusService(
    Documents documents, Subjects subjects, Corpus corpus, InstantSource clock) {
  /** The field of an entry that holds the path of its content document. */
  public static final String CONTENT = Corpus.CONTENT;

  private static final int PAGE = 200;

  /** Withdraws the content of a task's subject; see {@link #withdraw}. */
  public void handle(Withdraw task) {
    withdraw(task.subject(), task.cause());
  }

  /**
   * Asks the gate again about every admitted item of the subject, and withdraws what it refuses or
   * cannot judge.
   */
  public void withdraw(SubjectId subject, String cause) {
    Query admitted = Corpus.admittedOf(subject).limit(PAGE);
    SetAside aside = new SetAside(OwnCollections.CORPUS.id());
    for (List<Document> page : Pages.of(documents, admitted)) {
      aside.forEach(
          page, entry -> entry.path().id(), entry -> reconsiderOrWithdraw(subject, entry, cause));
    }
    aside.throwTransient();
  }

  /** An entry that the gate cannot judge is withdrawn. */
  private void reconsiderOrWithdraw(SubjectId subject, Document entry, String cause) {
    try {
      reconsider(subject, entry, cause);
    } catch (RuntimeException e) {
      if (SetAside.isOdd(e)) {
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

  /** Asks the gate again about one item, and withdraws it if the gate refuses it. */
  public void reconsider(SubjectId subject, Document entry, String cause) {
    Corpus.Content content = new Corpus.Content(subject, Corpus.contentOf(entry));
    subjects.transact(
        subject,
        List.of(ItemStamp.pathOf(subject, content.path()), entry.path()),
        tx -> {
          Optional<ItemStamp> stamp = tx.alsoRead(0).map(found -> ItemStamp.read(found.fields()));
          corpus.reconsider(tx, content, stamp, tx.alsoRead(1), cause, clock.instant());
          return true;
        });
  }
}
