package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Document;
import java.util.List;

/**
 * The copies of items that were released to trainers. A record of an item can be the only link to
 * them, so it is deleted only after they are recalled (P6, P20).
 */
public interface ReleasedCopies {
  /** The names of the released copies that a record leads to; empty for other records. */
  List<String> of(Document record);

  /**
   * Throws if a released copy that one of the records leads to is not recalled yet. The recall is
   * dispatched by the sweep, and the order that deletes the records runs again.
   */
  void requireRecalled(List<Document> records);
}
