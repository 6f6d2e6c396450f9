package com.anykoma.privacy.improvement.safety;

import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.improvement.review.ReviewQueue;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.proof.audit.ReasonCode;

/** Adds items to the queue of safety reviews (P33). */
public record SafetyReviewService(
    Documents documents, Owners owners, ReviewQueue<SafetyDecision> queue) {
  /**
   * Adds an item under its owner, or the first of its owners. Idempotent while the item waits.
   *
   * @return false if there is no such content, or its owner has deleted it
   */
  public boolean submit(DocumentPath content, SafetyReason reason) {
    return owners.dataMap().isContent(content)
        && documents.get(content).stream()
            .flatMap(it -> owners.of(it).stream())
            .findFirst()
            .filter(it -> queue.enter(it, content, new ReasonCode(reason.storedName())))
            .isPresent();
  }
}
