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
import java.util.List;
import java.util.Optional;

/**
 * Repeats the work of lost events for one item of content: stamps it, seals it, and opens its purge
 * order if it is deleted (P3, P8, P10, P20). A failed step does not stop the others; the failure is
 * thrown at the end. Idempotent.
 */
public record ContentRepair(
    StampingService stamping, SealingService sealing, DeletionService deletions) {
  /**
   * Whether an event of the document would change nothing. Makes no reads. A deleted document is
   * never consistent, because its purge order was not read.
   *
   * @param stamp stamp of the document, read after the facts
   * @param entry the document's entry in the corpus
   */
  boolean isUpToDate(
      SubjectFacts facts, Document present, Optional<ItemStamp> stamp, Optional<Document> entry) {
    return !Deletion.isMarked(present)
        && stamping.isUpToDate(facts, present, stamp, entry)
        && sealing.isSealed(present, stamp.orElseThrow().isProtected());
  }

  /** The paths of the stamp and of the corpus entry of an item. */
  List<DocumentPath> recordsOf(SubjectId owner, DocumentPath item) {
    return stamping.recordsOf(owner, item);
  }

  /** Repairs an item whose document exists, in the order in which its event is handled. */
  void repair(SubjectId owner, Document present) {
    StepRunner steps = new StepRunner();
    if (Deletion.isMarked(present)) {
      steps.run(() -> deletions.repair(owner, present));
    }
    steps.run(() -> stamping.repair(owner, present));
    steps.run(() -> sealing.seal(owner, present));
    steps.throwFailure();
  }

  /** Removes the records about an item that a person does not own any more. */
  void release(SubjectId former, Document present) {
    stamping.repair(former, present);
  }

  /**
   * Repairs an item of which only the stamp remains. A listing without the document is no proof of
   * deletion: each step reads the document again and does nothing if it exists.
   *
   * @param late how long ago it may have been deleted at most; the promised date counts from there
   */
  void repairDeleted(SubjectId owner, DocumentPath path, ItemStamp stamp, Duration late) {
    StepRunner steps = new StepRunner();
    steps.run(() -> stamping.repairDeleted(owner, path, stamp));
    steps.run(() -> deletions.repairDeleted(owner, path, stamp.createdAt(), late));
    steps.throwFailure();
  }
}
