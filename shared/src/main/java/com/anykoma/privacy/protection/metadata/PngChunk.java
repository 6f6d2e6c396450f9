package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Serialises PNG chunks: length, type, data, CRC-32. */
final class PngChunk {
  private PngChunk() {}

  static byte[] of(String type, byte[] data) {
    byte[] typeAndData =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    return ByteBuffer.allocate(8 + typeAndData.length)
        .putInt(data.length)
        .put(typeAndData)
        .putInt((int) crc(typeAndData))
        .array();
  }

  static long crc(byte[] typeAndData) {
    CRC32 crc = new CRC32();
    crc.update(typeAndData);
    return crc.getValue();
  }
}
