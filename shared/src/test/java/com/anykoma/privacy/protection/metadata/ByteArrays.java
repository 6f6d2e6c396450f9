package com.anykoma.privacy.protection.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Byte arrays from which tests assemble files. */
final class ByteArrays {
  /** Planted text that no stripped file may contain; too long to occur by chance. */
  static final String MARKER = "PLANTED: a prompt that no one else may read";

  private ByteArrays() {}

  static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : pieces) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  /** {@code file} with {@code pieces} before the byte at {@code at}. */
  static byte[] inserted(byte[] file, int at, byte[]... pieces) {
    return joined(
        Arrays.copyOf(file, at), joined(pieces), Arrays.copyOfRange(file, at, file.length));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] u16(int value) {
    return bytes(value >> 8, value);
  }

  static byte[] u32(long value) {
    return ByteBuffer.allocate(4).putInt((int) value).array();
  }

  static byte[] littleU32(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
  }
}
