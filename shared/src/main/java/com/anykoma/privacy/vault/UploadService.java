package com.anykoma.privacy.vault;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.ErasedSubject;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.deidentify.MetadataStripper;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.PreconditionFailed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Takes what a subject uploads out of the staging bucket: seals it under the subject's own key into
 * the content bucket, then deletes the plaintext that it read (P10, P16, E10). The newest upload of
 * a name wins, in whatever order they are told of. Safe to repeat and to overlap.
 */
public final class UploadService {
  /** Where the app writes, in plaintext. */
  public static final String UPLOADS = "uploads";

  /** Where nothing but ciphertext is. */
  public static final String CONTENT = "content";

  /** What became of an upload. */
  public enum Outcome {
    SEALED,
    /** A newer upload of the same name is there, or this one is gone already. */
    SUPERSEDED,
    /** Its subject is erased; nothing of it was kept. */
    REFUSED
  }

  private static final Logger LOG = Logger.getLogger(UploadService.class.getName());
  private static final long NONE = -1;
  private static final int BUFFER = 64 * 1024;
  private static final int MOST_ATTEMPTS = 8;

  private final Blobs blobs;
  private final KeyService keys;
  private final Subjects subjects;
  private final SubjectHash hash;
  private final DataMap dataMap;
  private final InstantSource clock;

  public UploadService(
      Blobs blobs,
      KeyService keys,
      Subjects subjects,
      SubjectHash hash,
      DataMap dataMap,
      InstantSource clock) {
    this.blobs = blobs;
    this.keys = keys;
    this.subjects = subjects;
    this.hash = hash;
    this.dataMap = dataMap;
    this.clock = clock;
  }

  /**
   * Seals an upload.
   *
   * @param upload a generation in the staging bucket
   * @throws PermanentFailure when the data map has no place for it; it stays for the sweep
   */
  public Outcome uploaded(Blob upload) throws IOException {
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
      Outcome outcome = sealed(owner, upload, target);
      blobs.delete(upload);
      return outcome;
    } catch (FileNotFoundException e) {
      return Outcome.SUPERSEDED;
    } catch (ErasedSubject | KeyDestroyed e) {
      blobs.deleteEveryGeneration(upload.id());
      removeCopy(upload, target);
      return Outcome.REFUSED;
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
    SubjectKey key = keys.toSeal(owner, KeyClass.HELD);
    Seal seal = Seal.of(upload, key, KeyClass.HELD);
    BlobId target = new BlobId(CONTENT, upload.id().name());
    Blob unused =
        SealedBlobs.write(blobs, to, seal, key, blobs.stat(to), out -> copy(upload, target, out));
  }

  private Outcome sealed(SubjectId owner, Blob upload, BlobId target) throws IOException {
    if (!seal(owner, upload, target)) {
      return Outcome.SUPERSEDED;
    }
    if (!record(owner, upload, target)) {
      removeCopy(upload, target);
      return Outcome.SUPERSEDED;
    }
    return Outcome.SEALED;
  }

  /** Whether the content bucket now holds this upload, rather than a newer one. */
  private boolean seal(SubjectId owner, Blob upload, BlobId target) throws IOException {
    SubjectKey key = keys.toSeal(owner, KeyClass.CONTENT);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Blob> live = blobs.stat(target);
      long there = live.flatMap(Seal::of).map(Seal::upload).orElse(NONE);
      if (there >= upload.generation()) {
        return there == upload.generation();
      }
      if (written(upload, target, key, live)) {
        return true;
      }
    }
    throw new ContentionException(MOST_ATTEMPTS);
  }

  private boolean written(Blob upload, BlobId target, SubjectKey key, Optional<Blob> live)
      throws IOException {
    Seal seal = Seal.of(upload, key, KeyClass.CONTENT);
    try {
      Blob unused =
          SealedBlobs.write(blobs, target, seal, key, live, out -> copy(upload, target, out));
      return true;
    } catch (PreconditionFailed e) {
      return false; // another upload was quicker, or this one's answer was lost: look again
    }
  }

  /** Copies the upload without the metadata that the data map has no place for (P5). */
  private void copy(Blob upload, BlobId target, OutputStream out) throws IOException {
    MetadataStripper stripped =
        new MetadataStripper(out, dataMap.locationOf(target).orElseThrow().strip());
    try (InputStream in = blobs.read(upload, 0)) {
      byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, upload.size()))];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        stripped.write(buffer, 0, read);
      }
    }
    LOG.info("upload read bytes=" + upload.size() + " metadata=" + stripped.finish());
  }

  /**
   * Records, behind the fence, that this upload is the latest: whoever was erased while it was
   * sealed is found out here.
   *
   * @return false when a newer one is recorded
   */
  private boolean record(SubjectId owner, Blob upload, BlobId target) {
    DocumentPath path = SealRecord.pathOf(hash, owner, target);
    return subjects.transact(
        owner,
        List.of(path),
        tx -> {
          long known = tx.alsoRead(0).map(it -> SealRecord.uploadOf(it.fields())).orElse(NONE);
          if (known < upload.generation() || tx.erased()) { // which the fence refuses
            tx.set(
                path, new SealRecord(target.name(), upload.generation(), clock.instant()).write());
          }
          return known <= upload.generation();
        });
  }

  /** Removes the sealed copy of just this upload, if it is there. */
  private void removeCopy(Blob upload, BlobId target) {
    blobs
        .stat(target)
        .filter(it -> Seal.of(it).filter(seal -> seal.upload() == upload.generation()).isPresent())
        .ifPresent(blobs::delete);
  }
}
