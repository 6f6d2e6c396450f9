package com.anykoma.privacy.emulators;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * The size and the checksums of an object's bytes in Cloud Storage.
 *
 * @param size in bytes
 * @param md5 in hexadecimal digits
 */
record Checksums(long size, int crc32c, String md5) {
  private static final int BUFFER = 64 * 1024;

  static Checksums of(Path body) throws IOException {
    CRC32C crc = new CRC32C();
    MessageDigest md5 = newMd5();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in =
        new DigestInputStream(new CheckedInputStream(Files.newInputStream(body), crc), md5)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
      }
    }
    return new Checksums(size, (int) crc.getValue(), HexFormat.of().formatHex(md5.digest()));
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** The CRC32C in the JSON API's form: Base64 of its four bytes. */
  String crc32cText() {
    return text(ByteBuffer.allocate(Integer.BYTES).putInt(crc32c).array());
  }

  /** The MD5 in the JSON API's form: Base64. */
  String md5Text() {
    return text(HexFormat.of().parseHex(md5));
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The value of an {@code x-goog-hash} header. */
  String header() {
    return "crc32c=" + crc32cText() + ",md5=" + md5Text();
  }
}
