package com.anykoma.privacy.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.PreconditionFailed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

/** Opens sealed blobs for whoever may see them; that they may is for the caller to know. */
public final class BlobService {
  private static final int MOST_ATTEMPTS = 8;

  private final Blobs blobs;
  private final KeyService keys;
  private final SubjectHash hash;

  public BlobService(Blobs blobs, KeyService keys, SubjectHash hash) {
    this.blobs = blobs;
    this.keys = keys;
    this.hash = hash;
  }

  /** Where the record of a blob's latest upload is kept, for {@link #open}. */
  public DocumentPath recordOf(SubjectId owner, BlobId id) {
    return SealRecord.pathOf(hash, owner, id);
  }

  /**
   * The blob, to be read; empty when there is none.
   *
   * @param record the document at {@link #recordOf}, read at this moment
   * @throws KeyDestroyed when its key is
   * @throws DamagedSeal when it was not sealed here, or is older than the latest upload
   */
  public Optional<OpenedBlob> open(SubjectId owner, BlobId id, Optional<Document> record) {
    return blobs.stat(id).map(stored -> open(owner, stored, record));
  }

  private OpenedBlob open(SubjectId owner, Blob stored, Optional<Document> record) {
    OpenedBlob opened = open(owner, stored);
    long latest = record.map(it -> SealRecord.uploadOf(it.fields())).orElse(0L);
    if (seal(stored).upload() < latest) {
      throw new DamagedSeal("a sealed blob is older than the latest upload: rolled back");
    }
    return opened;
  }

  private OpenedBlob open(SubjectId owner, Blob stored) {
    Seal seal = seal(stored);
    if (SubjectKey.plainSize(stored.size()) < 0) {
      throw new DamagedSeal("a sealed blob is too short to be one");
    }
    return new OpenedBlob(
        blobs, stored, seal, keys.toOpen(owner, seal.keyClass(), seal.keyVersion()));
  }

  private static Seal seal(Blob stored) {
    return Seal.of(stored)
        .orElseThrow(() -> new DamagedSeal("a blob has no seal of ours, or of a later format"));
  }

  /**
   * Seals the blob under the key of another class, as a legal hold on it does; nothing to do when
   * it is, or when there is no such blob. Safe to repeat.
   */
  public void reseal(SubjectId owner, BlobId id, KeyClass to) throws IOException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Blob> live = blobs.stat(id);
      if (live.isEmpty() || seal(live.get()).keyClass() == to || resealed(owner, live.get(), to)) {
        return;
      }
    }
    throw new PreconditionFailed("a blob was written again and again while it was sealed anew");
  }

  private boolean resealed(SubjectId owner, Blob live, KeyClass to) throws IOException {
    OpenedBlob opened = open(owner, live);
    SubjectKey key = keys.toSeal(owner, to);
    try {
      SealedBlobs.write(
          blobs, live.id(), seal(live).under(key, to), key, Optional.of(live), opened::writeTo);
      return true;
    } catch (PreconditionFailed | FileNotFoundException e) {
      return false; // it was written again, or is gone: look again
    }
  }
}
