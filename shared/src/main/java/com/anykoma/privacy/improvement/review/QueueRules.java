package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import java.util.List;
import java.util.Optional;

/**
 * The rules in which the queues differ.
 *
 * @param <D> the closed list of decisions, which belongs to one queue only
 */
public interface QueueRules<D extends Enum<D> & StoredName> {
  /** The collection of the queue's records, which is a location of the data map of that name. */
  CollectionPath collection();

  /** The purpose of the review; the data map must allow it for the item's location. */
  Purpose purpose();

  /** The type of the decisions. */
  Class<D> decisionType();

  /** Documents that {@link #admits} needs besides the item's own. */
  List<DocumentPath> reads(SubjectId owner, DocumentPath content);

  /** Whether the item, which exists and is not deleted, may be in the queue now. */
  boolean admits(QueuedItem item);

  /** Items that may enter a queue that has run short; empty if staff add every item. */
  List<Candidate> candidates();

  /** De-identifies an item for a reviewer; empty if it can no longer be shown. */
  Optional<ReviewedItem> show(SubjectId owner, Document content);

  /** Opens the item's image, whose metadata was removed; empty if it has none. */
  Optional<OpenedBlob> image(SubjectId owner, DocumentPath content);

  /** An item that is not in the queue yet. */
  record Candidate(SubjectId owner, DocumentPath content) {}
}
