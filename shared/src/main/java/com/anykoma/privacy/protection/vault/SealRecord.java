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
 * The last word on which upload of a name is the latest, {@code subjects/{uid}/seals/{id}}: kept
 * outside the bucket, so that an older copy put back there is not taken for the blob (invariant
 * 11).
 *
 * @param item the blob's name
 * @param upload the upload's generation
 * @param clean whether it is known to say nothing beside its pixels (P5)
 */
record SealRecord(String item, long upload, boolean clean, Instant sealedAt) {
  private static final String UPLOAD = "upload";
  private static final String CLEAN = "clean";

  static DocumentPath pathOf(SubjectHash hash, SubjectId owner, BlobId sealed) {
    return Subjects.path(owner).child(OwnCollections.SEALS, hash.of("seal", sealed.name()));
  }

  /** The upload that a stored record names. */
  static long uploadOf(Fields stored) {
    return stored.number(UPLOAD).orElse(0L);
  }

  /** Whether a stored record says that its upload is clean; records of old do not say it. */
  static boolean isClean(Document stored) {
    return stored.fields().flag(CLEAN);
  }

  Fields write() {
    return Fields.empty()
        .with("item", item)
        .with(UPLOAD, upload)
        .with(CLEAN, clean)
        .with("sealedAt", sealedAt);
  }
}
