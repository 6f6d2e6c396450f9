package com.anykoma.privacy.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A PNG file of just so many bytes, for sealing and not for looking at: data in chunks of 8 KiB, as
 * libpng writes them, of noise, and nothing in them that would be stripped. Checksums are zero.
 *
 * @param size in bytes, at least {@value #LEAST}
 */
record Picture(long size) {
  private static final int CHUNK = 8 * 1024;
  private static final int AROUND = 12;
  private static final int HEADER = 13;
  private static final int LEAST = 8 + HEADER + 2 * AROUND;
  private static final byte[] SIGNATURE =
      "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

  Picture {
    if (size < LEAST) {
      throw new IllegalArgumentException("no picture is as small as " + size + " bytes");
    }
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] noise = new byte[CHUNK];
    new Random(size).nextBytes(noise);
    out.write(SIGNATURE);
    chunk(out, "IHDR", noise, HEADER);
    long left = size - LEAST;
    while (left > 0) {
      long whole = Math.min(left, CHUNK + AROUND);
      boolean tooShortAfter = left > whole && left - whole < AROUND;
      whole -= tooShortAfter ? AROUND : 0;
      chunk(out, "IDAT", noise, (int) whole - AROUND);
      left -= whole;
    }
    chunk(out, "IEND", noise, 0);
  }

  private static void chunk(OutputStream out, String type, byte[] data, int length)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(8).putInt(length);
    out.write(head.put(type.getBytes(StandardCharsets.US_ASCII)).array());
    out.write(data, 0, length);
    out.write(new byte[4]);
  }
}
