package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One generation of a stored blob, without its bytes.
 *
 * @param generation names this version of the object for good; later versions have greater ones
 * @param size in bytes
 * @param crc32c of the bytes, Castagnoli polynomial, as Cloud Storage keeps it
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
