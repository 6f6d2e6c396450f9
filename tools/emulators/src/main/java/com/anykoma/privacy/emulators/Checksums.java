package com.anykoma.privacy.emulators;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The size and the checksums of an object's bytes in Cloud Storage.
 *
 * @param size in bytes
 * @param md5 in hexadecimal digits
 */
record Checksums(long size, int crc32c, String md5) {
  @SuppressWarnings("deprecation") // MD5 only detects errors here, as in Cloud Storage
  static Checksums of(Path body) throws IOException {
    ByteSource bytes = MoreFiles.asByteSource(body);
    int crc32c = bytes.hash(Hashing.crc32c()).asInt();
    return new Checksums(bytes.size(), crc32c, bytes.hash(Hashing.md5()).toString());
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
