package com.anykoma.privacy.deidentify;

import static com.anykoma.privacy.deidentify.Pieces.ascii;
import static com.anykoma.privacy.deidentify.Pieces.joined;
import static com.anykoma.privacy.deidentify.Pieces.u32;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Chunks of PNG files. */
final class PngPieces {
  /** Signature and IHDR. */
  static final int HEADER = 33;

  /** IEND. */
  static final int END = 12;

  private PngPieces() {}

  static byte[] chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(joined(ascii(type), data));
    return joined(u32(data.length), ascii(type), data, u32(crc.getValue()));
  }

  static byte[] text(String keyword, String text) {
    return chunk("tEXt", ascii(keyword + "\0" + text));
  }

  static byte[] compressedText(String keyword, String text) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
      out.write(ascii(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chunk("zTXt", joined(ascii(keyword + "\0\0"), compressed.toByteArray()));
  }

  static byte[] internationalText(String keyword, String text) {
    return chunk("iTXt", ascii(keyword + "\0\0\0\0\0" + text));
  }

  static byte[] withHead(byte[] png, byte[]... chunks) {
    return Pieces.inserted(png, HEADER, chunks);
  }

  static byte[] withTail(byte[] png, byte[]... chunks) {
    return Pieces.inserted(png, png.length - END, chunks);
  }
}
