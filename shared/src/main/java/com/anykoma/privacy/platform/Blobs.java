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
 * The port to the object store (Cloud Storage; a folder when embedded). A write is all or nothing:
 * a reader sees the generation before it or the one after it, whole.
 */
public interface Blobs {
  /** The live generation, or empty when there is none. */
  Optional<Blob> stat(BlobId id);

  /**
   * Streams a new generation in bounded memory.
   *
   * @param ifGeneration the generation that must be live, 0 for none; empty writes whatever is
   *     there
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
   * The bytes of exactly this generation, from {@code offset} on; the caller closes the stream.
   *
   * @throws java.io.FileNotFoundException when that generation is gone
   * @throws IOException also while reading, when the bytes that come are not those that were stored
   */
  InputStream read(Blob blob, long offset) throws IOException;

  /**
   * Puts {@code metadata} in place of the generation's metadata.
   *
   * @throws PreconditionFailed when that generation is no longer live
   */
  @CanIgnoreReturnValue
  Blob updateMetadata(Blob blob, Map<String, String> metadata);

  /**
   * A page of the live blobs whose names start with {@code prefix}, in the byte order of their
   * names.
   */
  Page<Blob> list(String bucket, String prefix, Optional<String> pageToken, int limit);

  /** The same over every generation kept, live or not, oldest first within a name. */
  Page<Blob> listGenerations(String bucket, String prefix, Optional<String> pageToken, int limit);

  /** Deletes exactly this generation; an absent one is success. */
  void delete(Blob blob);

  /**
   * Deletes exactly these generations, several at once; absent ones are success. When some fail,
   * all others are tried nevertheless, and then the first failure is thrown.
   */
  void delete(Collection<Blob> generations);

  /** Deletes every generation of the object; none is success. */
  void deleteEveryGeneration(BlobId id);

  /** Writes a blob's bytes. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
