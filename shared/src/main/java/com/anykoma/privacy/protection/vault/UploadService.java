package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.AlarmFailure;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Moves uploads from the staging bucket to the content bucket: seals the upload with the subject's
 * key, then deletes the plaintext (P10, P16, E10). The newest upload of a name wins in any order of
 * events. Idempotent; calls may overlap.
 */
public record UploadService(
    Blobs blobs,
    KeyService keys,
    Subjects subjects,
    SubjectHash hash,
    DataMap dataMap,
    PurgeOrders purges,
    ImprovementExclusion exclusion,
    InstantSource clock) {
  /** The staging bucket, to which the app writes plaintext. */
  public static final String UPLOADS = "uploads";

  /** The content bucket, which contains only ciphertext. */
  public static final String CONTENT = "content";

  /** The result of processing an upload. */
  public enum UploadResult {
    SEALED,
    /** A newer upload of the same name exists, or this one is already deleted. */
    SUPERSEDED,
    /** The subject is erased; the upload was deleted and not sealed. */
    REFUSED
  }

  private static final Log LOG = Log.of(UploadService.class);
  private static final long NONE = -1;
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_ATTEMPTS = 8;

  /**
   * Seals an upload.
   *
   * @param upload a generation in the staging bucket
   * @throws PermanentFailure if the data map has no location for it (the upload stays for the sweep
   *     of {@link StagingService}), or if it is gzip of more than 64 MiB (the upload is deleted)
   */
  public UploadResult sealUpload(Blob upload) throws IOException {
    BlobId target = new BlobId(CONTENT, upload.id().name());
    if (!upload.id().bucket().equals(UPLOADS)) {
      throw new AlarmFailure(
          "alarm: an object outside the staging bucket was processed as an upload");
    }
    if (dataMap.locationOf(upload.id()).isEmpty()) {
      throw new AlarmFailure("alarm: an upload has no location in datamap.yaml");
    }
    SubjectId owner =
        dataMap
            .subjectOf(target)
            .orElseThrow(
                () -> new AlarmFailure("alarm: datamap.yaml has no location for sealed uploads"));
    try {
      UploadResult outcome = sealAndRecord(owner, upload, target);
      blobs.delete(upload);
      return outcome;
    } catch (FileNotFoundException e) {
      return UploadResult.SUPERSEDED;
    } catch (ErasedSubject | KeyDestroyed e) {
      blobs.deleteEveryGeneration(upload.id());
      removeCopy(upload, target);
      return UploadResult.REFUSED;
    } catch (GunzipInputStream.TooLarge e) {
      blobs.delete(upload);
      throw e;
    }
  }

  /**
   * Seals a copy of an upload for a legal hold. Strips the same metadata as {@link #sealUpload}.
   * The upload stays unchanged. Idempotent.
   *
   * @param upload a generation in the staging bucket
   * @throws FileNotFoundException if the upload is deleted
   */
  public void copyForLegalHold(SubjectId owner, Blob upload, BlobId to) throws IOException {
    DataEncryptionKey key = keys.sealingKey(owner, KeyClass.HELD);
    SealMetadata seal = SealMetadata.of(upload, key, KeyClass.HELD);
    writeUnzipped(upload, to, seal, key, blobs.stat(to));
  }

  private UploadResult sealAndRecord(SubjectId owner, Blob upload, BlobId target)
      throws IOException {
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
      dataMap.itemsOf(target).forEach(item -> exclusion.exclude(owner, item));
    }
    return UploadResult.SEALED;
  }

  /** Seals the upload; whether it is clean, or empty if a newer one is sealed there. */
  private Optional<Boolean> seal(SubjectId owner, Blob upload, BlobId target) throws IOException {
    DataEncryptionKey key = keys.sealingKey(owner, KeyClass.CONTENT);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<Blob> live = blobs.stat(target);
      long sealed = live.flatMap(SealMetadata::of).map(SealMetadata::upload).orElse(NONE);
      if (sealed == upload.generation()) {
        return Optional.of(inspect(upload));
      }
      if (sealed > upload.generation()) {
        return Optional.empty();
      }
      Optional<Boolean> clean = tryWrite(upload, target, key, live);
      if (clean.isPresent()) {
        return clean;
      }
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /** Reads a sealed upload again; whether it is clean, or false if it is deleted and recorded. */
  private boolean inspect(Blob upload) throws IOException {
    try {
      return copyUnzipped(decoding -> copy(upload, decoding, OutputStream.nullOutputStream()));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Writes the sealed upload. Returns whether it is clean; empty if another writer was faster. */
  private Optional<Boolean> tryWrite(
      Blob upload, BlobId target, DataEncryptionKey key, Optional<Blob> live) throws IOException {
    SealMetadata seal = SealMetadata.of(upload, key, KeyClass.CONTENT);
    try {
      return Optional.of(writeUnzipped(upload, target, seal, key, live));
    } catch (PreconditionFailed e) {
      return Optional.empty(); // or this write succeeded but its response was lost
    }
  }

  private boolean writeUnzipped(
      Blob upload, BlobId to, SealMetadata seal, DataEncryptionKey key, Optional<Blob> live)
      throws IOException {
    return copyUnzipped(
        decoding -> {
          boolean[] clean = new boolean[1];
          SealedBlobWriter.write(
              blobs, to, seal, key, live, out -> clean[0] = copy(upload, decoding, out));
          return clean[0];
        });
  }

  /** Copies an upload unzipped if it is valid gzip; otherwise copies its bytes unchanged. */
  private static boolean copyUnzipped(Copying copying) throws IOException {
    try {
      return copying.copy(GunzipInputStream::of);
    } catch (GunzipInputStream.CorruptGzip e) {
      return copying.copy(stored -> stored);
    }
  }

  @FunctionalInterface
  private interface Decoding {
    InputStream of(InputStream stored) throws IOException;
  }

  @FunctionalInterface
  private interface Copying {
    /** Copies an upload. Returns whether it is clean. */
    boolean copy(Decoding decoding) throws IOException;
  }

  /** Copies the upload without the metadata under {@code strip} (P5); whether it is clean. */
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
    LOG.info("upload read", LogField.BYTES.of(upload.size()), LogField.METADATA.of(outcome));
    return outcome.isClean();
  }

  /**
   * Records the upload as the latest of its name. The fence rejects the write if the subject was
   * erased in the meantime. If the upload's document does not exist (purged, or not yet written),
   * the same transaction orders the upload's purge.
   *
   * @return whether the upload is recorded as clean; empty if a newer upload is recorded
   */
  private Optional<Boolean> record(SubjectId owner, Blob upload, BlobId target, boolean clean) {
    DocumentPath path = LatestUploadRecord.path(hash, owner, target);
    List<DocumentPath> items = dataMap.itemsOf(target);
    List<DocumentPath> read = new ArrayList<>(List.of(path));
    read.addAll(items);
    return subjects.transact(
        owner,
        read,
        tx -> {
          long known =
              tx.alsoRead(0).map(it -> LatestUploadRecord.generationIn(it.fields())).orElse(NONE);
          Optional<DocumentPath> item = present(tx, 1, items);
          if (known <= upload.generation() && item.isEmpty() && !items.isEmpty()) {
            orderPurge(tx, new Orphan(owner, items.get(0), upload.generation(), upload.created()));
          }
          if (known < upload.generation() || tx.erased()) { // the fence rejects the latter
            String of =
                item.or(() -> items.stream().findFirst())
                    .map(DocumentPath::value)
                    .orElse(target.name());
            tx.set(
                path,
                new LatestUploadRecord(of, upload.generation(), clean, clock.instant()).fields());
          }
          boolean isRecorded = known == upload.generation();
          return known > upload.generation()
              ? Optional.empty()
              : Optional.of(
                  isRecorded
                      ? tx.alsoRead(0).filter(LatestUploadRecord::isClean).isPresent()
                      : clean);
        });
  }

  /** The first of these items whose document the transaction has read as present. */
  private static Optional<DocumentPath> present(
      SubjectTransaction tx, int from, List<DocumentPath> items) {
    return IntStream.range(0, items.size())
        .filter(i -> tx.alsoRead(from + i).isPresent())
        .mapToObj(items::get)
        .findFirst();
  }

  private void orderPurge(SubjectTransaction tx, Orphan orphan) {
    Optional<Document> known = tx.read(purges.pathOf(orphan));
    purges.openForOrphan(tx, orphan, known, clock.instant());
  }

  /**
   * Orders the purge of a sealed object whose document was not found, unless the document exists
   * now. The object is removed only after {@link PurgeOrders#ORPHAN_GRACE} and the period in which
   * a purge can be revoked; see {@link PurgeOrders#openForOrphan}. Idempotent.
   *
   * @param sealed a live object of the bucket {@value #CONTENT}
   * @throws ErasedSubject if its owner is erased; the owner's remaining data are queued for erasure
   */
  public void orderPurgeIfOrphaned(Blob sealed) {
    long upload = SealMetadata.of(sealed).map(SealMetadata::upload).orElse(sealed.generation());
    List<DocumentPath> items = dataMap.itemsOf(sealed.id());
    Optional<SubjectId> owner = dataMap.subjectOf(sealed.id()).filter(it -> !items.isEmpty());
    if (owner.isPresent()) {
      Orphan orphan = new Orphan(owner.get(), items.get(0), upload, sealed.created());
      subjects.transact(
          owner.get(),
          items,
          tx -> {
            if (present(tx, 0, items).isEmpty()) {
              orderPurge(tx, orphan);
            }
            return true;
          });
    }
  }

  /** Deletes the sealed copy if it is one of this upload. */
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
