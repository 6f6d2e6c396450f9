package com.anykoma.privacy.repair;

import com.anykoma.privacy.StepRunner;
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
  boolean isUpToDate(
      SubjectFacts facts, Document present, Optional<ItemStamp> stamp, Optional<Document> entry) {
    return !Deletion.isMarked(present)
        && stamping.isUpToDate(facts, present, stamp, entry)
        && sealing.isUpToDate(present, stamp.orElseThrow().isProtected());
  }

  /** Repairs an item whose document is there, in the order in which its event is followed. */
  void repair(SubjectId owner, Document present) {
    StepRunner steps = new StepRunner();
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
  void repairDeleted(SubjectId owner, DocumentPath path, ItemStamp stamp, Duration late) {
    StepRunner steps = new StepRunner();
    steps.run(() -> stamping.repairDeleted(owner, path, stamp));
    steps.run(() -> deletions.repairDeleted(owner, path, stamp.createdAt(), late));
    steps.throwFailure();
  }
}
