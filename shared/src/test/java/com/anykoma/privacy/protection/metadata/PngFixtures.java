package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Chunks of PNG files. */
final class PngFixtures {
  /** Signature and IHDR. */
  static final int HEADER = 33;

  /** IEND. */
  static final int END = 12;

  private PngFixtures() {}

  static byte[] chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(joined(ascii(type), data));
    return joined(u32(data.length), ascii(type), data, u32(crc.getValue()));
  }

  static byte[] text(String keyword, String text) {
    return chunk("tEXt", ascii(keyword + "\0" + text));
  }

  static byte[] compressedText(String keyword, String text) {
    return chunk("zTXt", joined(ascii(keyword + "\0\0"), deflated(ascii(text))));
  }

  static byte[] profile(String name, byte[] profile) {
    return chunk("iCCP", joined(ascii(name + "\0\0"), deflated(profile)));
  }

  static byte[] deflated(byte[] data) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, best)) {
      out.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      best.end();
    }
    return compressed.toByteArray();
  }

  static byte[] internationalText(String keyword, String text) {
    return chunk("iTXt", ascii(keyword + "\0\0\0\0\0" + text));
  }

  static byte[] withHead(byte[] png, byte[]... chunks) {
    return ByteArrays.inserted(png, HEADER, chunks);
  }

  static byte[] withTail(byte[] png, byte[]... chunks) {
    return ByteArrays.inserted(png, png.length - END, chunks);
  }
}
