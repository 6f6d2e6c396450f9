package com.anykoma.privacy.platform;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The port to the object store (Cloud Storage; a folder when embedded). Writes are atomic: a reader
 * sees either the complete previous generation or the complete new one.
 */
public interface Blobs {
  /** The live generation; empty when none exists. */
  Optional<Blob> stat(BlobId id);

  /**
   * Streams a new generation in bounded memory.
   *
   * @param ifGeneration the generation that must be live, 0 for none; empty writes unconditionally
   * @param body writes the bytes; when it throws, nothing is stored
   * @throws PreconditionFailed when another generation is live
   */
  @CanIgnoreReturnValue
  Blob write(
      BlobId id,
      String contentType,
      Map<String, String> metadata,
      OptionalLong ifGeneration,
      Body body)
      throws IOException;

  /**
   * Opens the bytes of exactly this generation, from {@code offset} on. The caller closes the
   * stream.
   *
   * @throws java.io.FileNotFoundException when the generation no longer exists
   * @throws IOException also while reading, when the received bytes differ from the stored ones
   */
  InputStream read(Blob blob, long offset) throws IOException;

  /** One page of the live blobs whose names start with {@code prefix}, in byte order of names. */
  Page<Blob> list(String bucket, String prefix, Optional<String> pageToken, int limit);

  /** One page of all generations, by name and age, whose names start with {@code prefix}. */
  Page<Blob> listGenerations(String bucket, String prefix, Optional<String> pageToken, int limit);

  /** Deletes exactly this generation; an absent one is success. */
  void delete(Blob blob);

  /**
   * Deletes exactly these generations, several at once; absent ones are success. A failure does not
   * stop the other deletions; the first failure is thrown at the end.
   */
  void delete(Collection<Blob> generations);

  /** Deletes every generation of the object; having none is success. */
  void deleteEveryGeneration(BlobId id);

  /** Writes a blob's bytes. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
