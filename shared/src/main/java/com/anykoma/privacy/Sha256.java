package com.anykoma.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), the only unkeyed hash function that the product uses. */
public final class Sha256 {
  /** The length of a hash in bytes. */
  public static final int BYTES = 32;

  private Sha256() {}

  /** Hashes the concatenation of the parts. */
  public static byte[] of(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] each : parts) {
      digest.update(each);
    }
    return digest.digest();
  }

  /** Returns a new digest, to hash a stream. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Hashes the UTF-8 bytes of a text. */
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Hashes the concatenation of the parts into 64 lower-case hexadecimal digits. */
  public static String hex(byte[]... parts) {
    return HexFormat.of().formatHex(of(parts));
  }

  /** Hashes the UTF-8 bytes of a text into 64 lower-case hexadecimal digits. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
