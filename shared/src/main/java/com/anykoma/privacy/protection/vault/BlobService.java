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

/** Opens, copies and writes sealed blobs. The caller checks who is allowed to read them. */
public record BlobService(Blobs blobs, KeyService keys, SubjectHash hash) {
  /** The path of the record of a blob's latest upload, for {@link #open}. */
  public DocumentPath recordPath(SubjectId owner, BlobId id) {
    return LatestUploadRecord.path(hash, owner, id);
  }

  /** Whether the blob exists. */
  public boolean exists(BlobId id) {
    return blobs.stat(id).isPresent();
  }

  /**
   * Opens a blob for reading; empty if it does not exist.
   *
   * @param record the current document at {@link #recordPath}
   * @throws KeyDestroyed if the blob's key is destroyed
   * @throws DamagedSeal if the blob has no valid seal metadata or is older than the latest upload
   */
  public Optional<OpenedBlob> open(SubjectId owner, BlobId id, Optional<Document> record) {
    return blobs.stat(id).map(stored -> open(owner, stored, record));
  }

  /** Like {@link #open(SubjectId, BlobId, Optional)}, for a blob that a listing returned. */
  public OpenedBlob open(SubjectId owner, Blob stored, Optional<Document> record) {
    OpenedBlob opened = open(owner, stored);
    long latest = record.map(it -> LatestUploadRecord.generationIn(it.fields())).orElse(0L);
    if (seal(stored).upload() < latest) {
      throw new DamagedSeal("a sealed blob is older than the latest upload: rolled back");
    }
    return opened;
  }

  private OpenedBlob open(SubjectId owner, Blob stored) {
    SealMetadata seal = seal(stored);
    if (DataEncryptionKey.plaintextSize(stored.size()) < 0) {
      throw new DamagedSeal("a sealed blob is shorter than the shortest ciphertext");
    }
    return new OpenedBlob(
        blobs, stored, seal, keys.openingKey(owner, seal.keyClass(), seal.keyVersion()));
  }

  private static SealMetadata seal(Blob stored) {
    return SealMetadata.of(stored)
        .orElseThrow(
            () -> new DamagedSeal("a blob has no seal metadata, or its format is unsupported"));
  }

  /**
   * Copies the current version of a blob, sealed with the subject's key of another class, for a
   * legal hold. Replaces an earlier copy. Idempotent.
   *
   * @return false if the blob does not exist
   * @throws KeyDestroyed if either key is destroyed
   * @throws DamagedSeal if the blob fails authentication
   */
  public boolean copy(SubjectId owner, BlobId from, BlobId to, KeyClass under) throws IOException {
    Optional<Blob> live = blobs.stat(from);
    if (live.isPresent()) {
      OpenedBlob opened = open(owner, live.get());
      DataEncryptionKey key = keys.sealingKey(owner, under);
      SealedBlobWriter.write(
          blobs, to, seal(live.get()).withKey(key, under), key, blobs.stat(to), opened::writeTo);
    }
    return live.isPresent();
  }

  /** Seals {@code plain} into a blob of the subject; replaces an existing one. */
  public void put(SubjectId owner, BlobId to, KeyClass under, String contentType, byte[] plain)
      throws IOException {
    put(owner, to, under, contentType, out -> out.write(plain));
  }

  /** The same for a stream, with a few segments in memory; stores nothing if {@code body} fails. */
  public void put(SubjectId owner, BlobId to, KeyClass under, String contentType, Blobs.Body body)
      throws IOException {
    DataEncryptionKey key = keys.sealingKey(owner, under);
    SealMetadata seal = new SealMetadata(under, key.id(), key.version(), 0, contentType);
    SealedBlobWriter.write(blobs, to, seal, key, blobs.stat(to), body);
  }
}
