package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Owners;
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
 * Opens a purge order when the owner of an item deletes it, and revokes the order when they restore
 * it (P20; E10, E11). Reads the document in the transaction that writes the order, so events that
 * arrive twice, late or out of order have the same result. Opens no order for an erased subject,
 * because the erasure removes all items. Idempotent.
 */
public record DeletionService(
    Subjects subjects, Owners owners, PurgeOrders purges, InstantSource clock) {
  /** Handles a change of content; a change that neither deletes nor restores costs no read. */
  public void written(DocumentChange change) {
    if (Deletion.isChanged(change)) {
      Document changed = change.after().or(change::before).orElseThrow();
      for (SubjectId each : owners.ofContent(change)) {
        if (follow(each, changed, Duration.ZERO)) {
          break; // the owners share one order
        }
      }
    }
  }

  /** Repeats the work of a lost event about a document that is marked as deleted. */
  public void repair(SubjectId owner, Document marked) {
    follow(owner, marked, Duration.ZERO);
  }

  /** Repeats a lost event about a document, unless it exists, deleted this {@code late} at most. */
  public void repairDeleted(SubjectId owner, DocumentPath path, Instant createdAt, Duration late) {
    follow(owner, new Document(path, Fields.empty(), createdAt, createdAt), late);
  }

  /**
   * Opens or revokes the order according to the document's current state. The deletion time is the
   * document's last update, which is the deletion or a later write.
   *
   * @param reported the document as the event reports it; it may be deleted or replaced by now
   * @return whether the order, if there is to be one, is this owner's: the owner is not erased and
   *     still owns the document
   */
  private boolean follow(SubjectId owner, Document reported, Duration late) {
    return subjects.transact(
        owner,
        List.of(reported.path()),
        tx -> {
          Optional<Document> present = tx.alsoRead(0);
          Document ended = present.filter(Deletion::isMarked).orElse(reported);
          boolean isOwner =
              !tx.erased()
                  && present
                      .filter(it -> !owners.reading(tx::read).of(it).contains(owner))
                      .isEmpty();
          if (isOwner) {
            Instant now = clock.instant();
            Life life = new Life(owner, reported.path(), ended.createTime());
            Optional<Document> known = tx.read(purges.pathOf(life));
            if (Deletion.isDeleted(present)) {
              Instant since = present.map(Document::updateTime).filter(now::isAfter).orElse(now);
              String cause = present.isPresent() ? CircuitBreaker.DELETED : "vanished";
              purges.openForEnded(tx, life, known, cause, since.minus(late), now);
            } else {
              purges.revokeRestored(tx, known, now);
            }
          }
          return isOwner;
        });
  }
}
