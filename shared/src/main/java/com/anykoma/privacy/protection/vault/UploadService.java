package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.PreconditionFailed;
import com.anykoma.privacy.protection.metadata.MetadataStripper;
import com.anykoma.privacy.retention.removal.PurgeOrders;
import com.anykoma.privacy.retention.removal.PurgeOrders.Orphan;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Takes what a subject uploads out of the staging bucket: seals it under the subject's own key into
 * the content bucket, then deletes the plaintext that it read (P10, P16, E10). The newest upload of
 * a name wins, in whatever order they are told of. Safe to repeat and to overlap.
 */
public record UploadService(
    Blobs blobs,
    KeyService keys,
    Subjects subjects,
    SubjectHash hash,
    DataMap dataMap,
    PurgeOrders purges,
    UncleanImages unclean,
    InstantSource clock) {
  /** Where the app writes, in plaintext. */
  public static final String UPLOADS = "uploads";

  /** Where nothing but ciphertext is. */
  public static final String CONTENT = "content";

  /** What became of an upload. */
  public enum UploadResult {
    SEALED,
    /** A newer upload of the same name is there, or this one is gone already. */
    SUPERSEDED,
    /** Its subject is erased; nothing of it was kept. */
    REFUSED
  }

  private static final Logger LOG = Logger.getLogger(UploadService.class.getName());
  private static final long NONE = -1;
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_ATTEMPTS = 8;

  /**
   * Seals an upload.
   *
   * @param upload a generation in the staging bucket
   * @throws PermanentFailure when the data map has no place for it: it stays for the sweep; or when
   *     it is gzip that unzips to more than 64 MiB: then it is deleted
   */
  public UploadResult uploaded(Blob upload) throws IOException {
    BlobId target = new BlobId(CONTENT, upload.id().name());
    if (!upload.id().bucket().equals(UPLOADS)) {
      throw new PermanentFailure("alarm: what is no upload was taken for one");
    }
    if (dataMap.locationOf(upload.id()).isEmpty()) {
      throw new PermanentFailure("alarm: an upload is where datamap.yaml names no location");
    }
    SubjectId owner =
        dataMap
            .subjectOf(target)
            .orElseThrow(
                () -> new PermanentFailure("alarm: datamap.yaml has no place for sealed uploads"));
    try {
      UploadResult outcome = sealed(owner, upload, target);
      blobs.delete(upload);
      return outcome;
    } catch (FileNotFoundException e) {
      return UploadResult.SUPERSEDED;
    } catch (ErasedSubject | KeyDestroyed e) {
      blobs.deleteEveryGeneration(upload.id());
      removeCopy(upload, target);
      return UploadResult.REFUSED;
    } catch (Unzipped.TooLarge e) {
      blobs.delete(upload);
      throw e;
    }
  }

  /**
   * Seals a copy of an upload for a legal hold, without the metadata that is not kept of it either
   * when it is sealed. The upload stays as it is. Safe to repeat.
   *
   * @param upload a generation in the staging bucket
   * @throws FileNotFoundException when it is gone
   */
  public void copyHeld(SubjectId owner, Blob upload, BlobId to) throws IOException {
    DataEncryptionKey key = keys.toSeal(owner, KeyClass.HELD);
    SealMetadata seal = SealMetadata.of(upload, key, KeyClass.HELD);
    writeUnzipped(upload, to, seal, key, blobs.stat(to));
  }

  private UploadResult sealed(SubjectId owner, Blob upload, BlobId target) throws IOException {
    Optional<Boolean> clean = seal(owner, upload, target);
    if (clean.isEmpty()) {
      return UploadResult.SUPERSEDED;
    }
    Optional<Boolean> recorded = record(owner, upload, target, clean.get());
    if (recorded.isEmpty()) {
      removeCopy(upload, target);
      return UploadResult.SUPERSEDED;
    }
    if (!recorded.get()) {
      dataMap.itemOf(target).ifPresent(item -> unclean.sealed(owner, item));
    }
    return UploadResult.SEALED;
  }

  /**
   * Seals the upload into the content bucket.
   *
   * @return whether it is clean; empty when a newer one is there
   */
  private Optional<Boolean> seal(SubjectId owner, Blob upload, BlobId target) throws IOException {
    DataEncryptionKey key = keys.toSeal(owner, KeyClass.CONTENT);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<Blob> live = blobs.stat(target);
      long there = live.flatMap(SealMetadata::of).map(SealMetadata::upload).orElse(NONE);
      if (there == upload.generation()) {
        return Optional.of(inspect(upload));
      }
      if (there > upload.generation()) {
        return Optional.empty();
      }
      Optional<Boolean> clean = written(upload, target, key, live);
      if (clean.isPresent()) {
        return clean;
      }
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /**
   * Reads an upload that is sealed once more.
   *
   * @return whether it is clean; false when it is gone, because then its record says so
   */
  private boolean inspect(Blob upload) throws IOException {
    try {
      return unzipped(decoding -> copy(upload, decoding, OutputStream.nullOutputStream()));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Whether the upload that was written is clean; empty when it was not written. */
  private Optional<Boolean> written(
      Blob upload, BlobId target, DataEncryptionKey key, Optional<Blob> live) throws IOException {
    SealMetadata seal = SealMetadata.of(upload, key, KeyClass.CONTENT);
    try {
      return Optional.of(writeUnzipped(upload, target, seal, key, live));
    } catch (PreconditionFailed e) {
      return Optional
          .empty(); // another upload was quicker, or this one's answer was lost: look again
    }
  }

  private boolean writeUnzipped(
      Blob upload, BlobId to, SealMetadata seal, DataEncryptionKey key, Optional<Blob> live)
      throws IOException {
    return unzipped(
        decoding -> {
          boolean[] clean = new boolean[1];
          SealedBlobs.write(
              blobs, to, seal, key, live, out -> clean[0] = copy(upload, decoding, out));
          return clean[0];
        });
  }

  /** What only looks like gzip is kept as it is: it may be anything, and it is its owner's. */
  private static boolean unzipped(Copying copying) throws IOException {
    try {
      return copying.copy(Unzipped::of);
    } catch (Unzipped.Broken e) {
      return copying.copy(stored -> stored);
    }
  }

  /** How the bytes of a stored upload are read. */
  @FunctionalInterface
  private interface Decoding {
    InputStream of(InputStream stored) throws IOException;
  }

  /** Copies an upload. */
  @FunctionalInterface
  private interface Copying {
    /** Returns whether the upload is clean. */
    boolean copy(Decoding decoding) throws IOException;
  }

  /**
   * Copies the upload without the metadata that the data map has no place for (P5).
   *
   * @return whether it is clean
   */
  private boolean copy(Blob upload, Decoding decoding, OutputStream out) throws IOException {
    BlobId target = new BlobId(CONTENT, upload.id().name());
    Set<EmbeddedMetadata> strip = dataMap.locationOf(target).orElseThrow().strip();
    MetadataStripper stripped = new MetadataStripper(out, strip);
    try (InputStream stored = blobs.read(upload, 0);
        InputStream in = strip.isEmpty() ? stored : decoding.of(stored)) {
      byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, upload.size()))];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        stripped.write(buffer, 0, read);
      }
    }
    MetadataStripper.StripResult outcome = stripped.finish();
    LOG.info("upload read bytes=" + upload.size() + " metadata=" + outcome);
    return outcome.isClean();
  }

  /**
   * Records, behind the fence, that this upload is the latest: whoever was erased while it was
   * sealed is found out here. An upload whose document is not there, because it was purged or has
   * not come yet, is ordered to be purged in the same transaction.
   *
   * @return whether the upload is recorded as clean; empty when a newer one is recorded
   */
  private Optional<Boolean> record(SubjectId owner, Blob upload, BlobId target, boolean clean) {
    DocumentPath path = SealRecord.pathOf(hash, owner, target);
    Optional<Orphan> orphan = orphan(owner, target, upload.generation(), upload.created());
    List<DocumentPath> read = new ArrayList<>(List.of(path));
    orphan.map(Orphan::item).ifPresent(read::add);
    return subjects.transact(
        owner,
        read,
        tx -> {
          long known = tx.alsoRead(0).map(it -> SealRecord.uploadOf(it.fields())).orElse(NONE);
          if (known <= upload.generation()) {
            orphan.filter(it -> tx.alsoRead(1).isEmpty()).ifPresent(it -> order(tx, it));
          }
          if (known < upload.generation() || tx.erased()) { // which the fence refuses
            tx.set(
                path,
                new SealRecord(target.name(), upload.generation(), clean, clock.instant()).write());
          }
          boolean isRecorded = known == upload.generation();
          return known > upload.generation()
              ? Optional.empty()
              : Optional.of(
                  isRecorded ? tx.alsoRead(0).filter(SealRecord::isClean).isPresent() : clean);
        });
  }

  /** Empty where the data map says that such objects are a part of no document. */
  private Optional<Orphan> orphan(SubjectId owner, BlobId target, long upload, Instant storedAt) {
    return dataMap.itemOf(target).map(item -> new Orphan(owner, item, upload, storedAt));
  }

  private void order(SubjectTransaction tx, Orphan orphan) {
    Optional<Document> known = tx.read(purges.pathOf(orphan));
    purges.openForOrphan(tx, orphan, known, clock.instant());
  }

  /**
   * Orders the purge of a sealed object that was found without a document, unless the document is
   * there by now. Nothing is removed before {@link PurgeOrders#ORPHAN_GRACE} and the time in which
   * a purge can be taken back have passed; see {@link PurgeOrders#orphaned}. Safe to repeat.
   *
   * @param sealed a live object of the bucket {@value #CONTENT}
   * @throws ErasedSubject when its owner is erased; what is left of them is queued to be erased
   */
  public void orphaned(Blob sealed) {
    long upload = SealMetadata.of(sealed).map(SealMetadata::upload).orElse(sealed.generation());
    Optional<Orphan> orphan =
        dataMap
            .subjectOf(sealed.id())
            .flatMap(owner -> orphan(owner, sealed.id(), upload, sealed.created()));
    orphan.ifPresent(this::orderUnlessThere);
  }

  private void orderUnlessThere(Orphan orphan) {
    subjects.transact(
        orphan.owner(),
        List.of(orphan.item()),
        tx -> {
          if (tx.alsoRead(0).isEmpty()) {
            order(tx, orphan);
          }
          return true;
        });
  }

  /** Removes the sealed copy of just this upload, if it is there. */
  private void removeCopy(Blob upload, BlobId target) {
    blobs
        .stat(target)
        .filter(
            it ->
                SealMetadata.of(it)
                    .filter(seal -> seal.upload() == upload.generation())
                    .isPresent())
        .ifPresent(blobs::delete);
  }
}
