package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;

/**
 * The record of the latest sealed upload of a name, {@code subjects/{uid}/seals/{id}}. It is stored
 * outside the bucket, so that a rollback of the blob to an older copy is detected (invariant 11).
 *
 * @param item the path of the item whose object it is or is made from, or else the blob's name
 * @param upload the upload's generation
 * @param clean whether the file is known to contain no unwanted metadata (P5)
 */
record LatestUploadRecord(String item, long upload, boolean clean, Instant sealedAt) {
  private static final String UPLOAD = "upload";
  private static final String CLEAN = "clean";

  static DocumentPath path(SubjectHash hash, SubjectId owner, BlobId sealed) {
    return Subjects.path(owner).child(OwnCollections.SEALS, hash.of("seal", sealed.name()));
  }

  /** The generation of the upload in a stored record; 0 if it has none. */
  static long generationIn(Fields stored) {
    return stored.number(UPLOAD).orElse(0L);
  }

  /** Whether a stored record states that its upload is clean; old records lack the field. */
  static boolean isClean(Document stored) {
    return stored.fields().flag(CLEAN);
  }

  Fields fields() {
    return Fields.empty()
        .with("item", item)
        .with(UPLOAD, upload)
        .with(CLEAN, clean)
        .with("sealedAt", sealedAt);
  }
}
