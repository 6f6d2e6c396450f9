package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The description of one generation of a stored blob, without its bytes.
 *
 * @param generation identifies this version of the object permanently; later versions have greater
 *     numbers
 * @param size in bytes
 * @param crc32c the CRC32C (Castagnoli) checksum of the bytes, as Cloud Storage stores it
 */
public record Blob(
    BlobId id,
    long generation,
    long size,
    int crc32c,
    String contentType,
    Map<String, String> metadata,
    Instant created) {
  public Blob {
    Objects.requireNonNull(id);
    Objects.requireNonNull(contentType);
    metadata = Map.copyOf(metadata);
    Objects.requireNonNull(created);
  }

  @Override
  public String toString() {
    return id + " generation " + generation + ", " + size + " bytes";
  }
}
