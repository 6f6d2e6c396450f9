package com.anykoma.privacy.repair;

import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.protection.vault.SealingService;
import com.anykoma.privacy.retention.removal.Deletion;
import com.anykoma.privacy.retention.removal.DeletionService;
import com.anykoma.privacy.usage.training.ItemStamp;
import com.anykoma.privacy.usage.training.StampingService;
import com.anykoma.privacy.usage.training.SubjectFacts;
import java.time.Duration;
import java.util.Optional;

/**
 * Does for one item of content what its events would have done: stamps it, seals it, and orders its
 * purge where it is deleted (P3, P8, P10, P20). A step that fails stops no other; the failure is
 * thrown when all have run. Safe to repeat.
 */
public record ContentRepair(
    StampingService stamping, SealingService sealing, DeletionService deletions) {
  /**
   * Whether an event of the document would change nothing. Reads nothing: a deleted document is
   * never in line, because its purge order was not read.
   *
   * @param stamp of the document, read after the facts were
   * @param entry of the document in the corpus
   */
  boolean isInLine(
      SubjectFacts facts, Document present, Optional<ItemStamp> stamp, Optional<Document> entry) {
    return !Deletion.isMarked(present)
        && stamping.isInLine(facts, present, stamp, entry)
        && sealing.isSealed(present, stamp.orElseThrow().isProtected());
  }

  /** Repairs an item whose document is there, in the order in which its event is followed. */
  void repair(SubjectId owner, Document present) {
    Steps steps = new Steps();
    if (Deletion.isMarked(present)) {
      steps.run(() -> deletions.repair(owner, present));
    }
    steps.run(() -> stamping.repair(owner, present));
    steps.run(() -> sealing.seal(owner, present));
    steps.throwFailure();
  }

  /**
   * Repairs an item of which only the stamp is left. A listing that lacks the document is no event:
   * each step reads the document again, and one that is there is not deleted.
   *
   * @param late how long ago it may have been deleted; the promised date counts from there
   */
  void repairGone(SubjectId owner, DocumentPath path, ItemStamp stamp, Duration late) {
    Steps steps = new Steps();
    steps.run(() -> stamping.repairGone(owner, path, stamp));
    steps.run(() -> deletions.repairGone(owner, path, stamp.createdAt(), late));
    steps.throwFailure();
  }
}
