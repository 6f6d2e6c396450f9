package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether content of the app is deleted (P20). Every feature that has to know asks here:
 * the stamp, the purge, the purge order and the owner's own access.
 */
public final class Deletion {
  /** The field by which the app deletes a document that its owner can still restore. */
  public static final String FIELD = "deletedAt";

  private Deletion() {}

  /** Whether the document is marked as deleted: any value that a client writes there counts. */
  public static boolean isMarked(Document content) {
    return content.fields().value(FIELD).isPresent();
  }

  /** Whether content is deleted whose document was there before: it is marked, or it is gone. */
  public static boolean isDeleted(Optional<Document> content) {
    return content.map(Deletion::isMarked).orElse(true);
  }

  /**
   * Whether content is deleted whose document may have yet to be written: it is marked, or it is
   * absent and its deletion was recorded.
   *
   * @param recordedAt when our own records say that it was deleted
   */
  public static boolean isDeleted(Optional<Document> content, Optional<Instant> recordedAt) {
    return content.map(Deletion::isMarked).orElse(recordedAt.isPresent());
  }

  /** Whether the change deletes the document or restores it. */
  static boolean isChanged(DocumentChange change) {
    boolean wasMarked = change.before().filter(Deletion::isMarked).isPresent();
    return change.after().map(it -> isMarked(it) != wasMarked).orElse(true);
  }
}
