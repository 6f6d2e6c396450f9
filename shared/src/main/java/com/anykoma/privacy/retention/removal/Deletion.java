package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import java.time.Instant;
import java.util.Optional;

/** Defines when content of the app counts as deleted (P20), in this one place. */
public final class Deletion {
  /** The field that the app sets to delete a document that its owner can still restore. */
  public static final String FIELD = "deletedAt";

  private Deletion() {}

  /** Whether it is marked as deleted: any value of the field counts, because clients write it. */
  public static boolean isMarked(Document content) {
    return content.fields().value(FIELD).isPresent();
  }

  /** Whether content is deleted whose document existed before: it is marked or absent. */
  public static boolean isDeleted(Optional<Document> content) {
    return content.map(Deletion::isMarked).orElse(true);
  }

  /** As {@link #isDeleted(Optional)}, for a document that may not be written yet if unrecorded. */
  public static boolean isDeleted(Optional<Document> content, Optional<Instant> recordedAt) {
    return content.map(Deletion::isMarked).orElse(recordedAt.isPresent());
  }

  /** Whether the change deletes or restores the document. */
  static boolean isChanged(DocumentChange change) {
    boolean wasMarked = change.before().filter(Deletion::isMarked).isPresent();
    return change.after().map(it -> isMarked(it) != wasMarked).orElse(true);
  }
}
