package com.anykoma.privacy.improvement.review;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.subject.SubjectTransaction;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An item as one transaction about its owner sees it.
 *
 * @param content its document, which exists and is not marked as deleted
 * @param now the time of the transaction
 */
public record QueuedItem(SubjectTransaction tx, SubjectId owner, Document content, Instant now) {
  /** The number of documents that a queue reads before those of its rules. */
  static final int OWN_READS = 2;

  public QueuedItem {
    Objects.requireNonNull(tx);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(content);
    Objects.requireNonNull(now);
  }

  /** The document at this index of {@link QueueRules#reads}. */
  public Optional<Document> beside(int index) {
    return tx.alsoRead(OWN_READS + index);
  }
}
