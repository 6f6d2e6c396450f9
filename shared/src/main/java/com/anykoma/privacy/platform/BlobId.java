package com.anykoma.privacy.platform;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A blob's bucket and object name, by Cloud Storage's rules: 1 to 1,024 bytes of UTF-8 without line
 * breaks. The name is opaque: {@code ..} and {@code //} have no special meaning. Prints only the
 * bucket, because a name may contain a uid.
 */
public record BlobId(String bucket, String name) {
  private static final int MAX_NAME_BYTES = 1024;

  public BlobId {
    Objects.requireNonNull(bucket);
    Objects.requireNonNull(name);
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException(
          "a bucket's name must have 3 to 63 of lower-case letters, digits and '.', '-', '_'");
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("an object's name must not be empty, '.' or '..'");
    }
    if (name.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\0')) {
      throw new IllegalArgumentException("an object's name contains a line break or a NUL");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException("an object's name contains a lone surrogate");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "an object's name has more than " + MAX_NAME_BYTES + " bytes");
    }
  }

  /** Whether the text is a valid object name. */
  public static boolean isName(String name) {
    try {
      return !new BlobId("any", name).name().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "[object in " + bucket + "]";
  }
}
