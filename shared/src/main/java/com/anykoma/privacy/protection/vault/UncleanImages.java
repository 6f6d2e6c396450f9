package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.subject.SubjectHash;

/**
 * Bars items from improvement whose image may say more than its pixels do (P5): it is malformed, of
 * an unknown format, or hides text. It stays its owner's.
 */
@FunctionalInterface
public interface UncleanImages {
  /**
   * Takes note of such an image, after its record is written. Safe to repeat.
   *
   * @param item the document to which the image belongs, whether it is there or not
   */
  void sealed(SubjectId owner, DocumentPath item);

  /** Where the record about the image of an item is kept. */
  static DocumentPath recordOf(SubjectHash hash, SubjectId owner, DocumentPath item) {
    return SealRecord.pathOf(hash, owner, new BlobId(UploadService.CONTENT, item.value()));
  }

  /**
   * Whether the record at {@link #recordOf} bars its item: what it does not say speaks against it.
   */
  static boolean bars(Document record) {
    return !SealRecord.isClean(record);
  }
}
