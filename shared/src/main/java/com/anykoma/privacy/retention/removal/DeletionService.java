package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.PurgeOrders.Life;
import com.anykoma.privacy.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Opens the order to purge an item when its owner deletes it, and revokes the order when they
 * restore it (P20; E10, E11). It reads the document in the transaction that writes the order, so
 * that an event which comes twice, late or out of order does what the document now says. Nothing is
 * ordered for an erased subject, whose erasure removes all items. Safe to repeat.
 */
public record DeletionService(
    Subjects subjects, DataMap dataMap, PurgeOrders purges, InstantSource clock) {
  /** Follows a change of content; one that neither deletes nor restores it reads nothing. */
  public void written(DocumentChange change) {
    if (Deletion.isChanged(change)) {
      Document told = change.after().or(change::before).orElseThrow();
      dataMap.contentOwner(change.path()).ifPresent(it -> follow(it, told, Duration.ZERO));
    }
  }

  /** Does what the event of a marked document would have done. */
  public void repair(SubjectId owner, Document marked) {
    follow(owner, marked, Duration.ZERO);
  }

  /**
   * Does what the event of a document's deletion would have done, unless the document is there.
   *
   * @param createdAt of the document
   * @param late how long ago it may have been deleted; the promised date counts from there
   */
  public void repairDeleted(SubjectId owner, DocumentPath path, Instant createdAt, Duration late) {
    follow(owner, new Document(path, Fields.empty(), createdAt, createdAt), late);
  }

  /**
   * The time of a deletion counts from the document's last write, which is the deletion or a later
   * one.
   *
   * @param told the document as far as the event tells; it is gone or another one by now, perhaps
   */
  private void follow(SubjectId owner, Document told, Duration late) {
    subjects.transact(
        owner,
        List.of(told.path()),
        tx -> {
          Optional<Document> present = tx.alsoRead(0);
          Document ended = present.filter(Deletion::isMarked).orElse(told);
          if (!tx.erased()) {
            Instant now = clock.instant();
            Life life = new Life(owner, told.path(), ended.createTime());
            Optional<Document> known = tx.read(purges.pathOf(life));
            if (Deletion.isDeleted(present)) {
              Instant since = present.map(Document::updateTime).filter(now::isAfter).orElse(now);
              String cause = present.isPresent() ? CircuitBreaker.DELETED : "vanished";
              purges.ended(tx, life, known, cause, since.minus(late), now);
            } else {
              purges.restored(tx, known, now);
            }
          }
          return true;
        });
  }
}
