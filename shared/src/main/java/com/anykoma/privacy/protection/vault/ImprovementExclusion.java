package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.subject.SubjectHash;

/**
 * Excludes items from improvement whose image can contain metadata (P5): the image is malformed, of
 * an unknown format, or contains hidden text. The owner can still use it.
 */
@FunctionalInterface
public interface ImprovementExclusion {
  /** Excludes the item of a recorded image; its document need not exist. Idempotent. */
  void exclude(SubjectId owner, DocumentPath item);

  /** The path of the record of an item's image. */
  static DocumentPath recordPath(SubjectHash hash, SubjectId owner, DocumentPath item) {
    return LatestUploadRecord.path(hash, owner, new BlobId(UploadService.CONTENT, item.value()));
  }

  /** Whether the record at {@link #recordPath} does not state that its item is clean. */
  static boolean excludes(Document record) {
    return !LatestUploadRecord.isClean(record);
  }
}
