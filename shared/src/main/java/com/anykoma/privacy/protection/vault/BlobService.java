package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.IOException;
import java.util.Optional;

/** Opens sealed blobs for whoever may see them; that they may is for the caller to know. */
public record BlobService(Blobs blobs, KeyService keys, SubjectHash hash) {
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
    SealMetadata seal = seal(stored);
    if (DataEncryptionKey.plainSize(stored.size()) < 0) {
      throw new DamagedSeal("a sealed blob is too short to be one");
    }
    return new OpenedBlob(
        blobs, stored, seal, keys.toOpen(owner, seal.keyClass(), seal.keyVersion()));
  }

  private static SealMetadata seal(Blob stored) {
    return SealMetadata.of(stored)
        .orElseThrow(() -> new DamagedSeal("a blob has no seal of ours, or of a later format"));
  }

  /**
   * Copies what the subject's blob is now, sealed under the key of another class, as a legal hold
   * on it does; an earlier copy there is replaced. Safe to repeat.
   *
   * @return false when there is no such blob
   * @throws KeyDestroyed when either key is
   * @throws DamagedSeal when it was not sealed here
   */
  public boolean copy(SubjectId owner, BlobId from, BlobId to, KeyClass under) throws IOException {
    Optional<Blob> live = blobs.stat(from);
    if (live.isPresent()) {
      OpenedBlob opened = open(owner, live.get());
      DataEncryptionKey key = keys.toSeal(owner, under);
      SealedBlobs.write(
          blobs, to, seal(live.get()).under(key, under), key, blobs.stat(to), opened::writeTo);
    }
    return live.isPresent();
  }

  /** Seals these bytes as a blob of the subject's, in place of one that is there. */
  public void put(SubjectId owner, BlobId to, KeyClass under, String contentType, byte[] plain)
      throws IOException {
    DataEncryptionKey key = keys.toSeal(owner, under);
    SealMetadata seal = new SealMetadata(under, key.id(), key.version(), 0, contentType);
    SealedBlobs.write(blobs, to, seal, key, blobs.stat(to), out -> out.write(plain));
  }
}
