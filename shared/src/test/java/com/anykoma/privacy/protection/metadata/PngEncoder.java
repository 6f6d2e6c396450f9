package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u16;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;

import java.io.ByteArrayOutputStream;

/** Encodes PNG files of every colour type, depth and interlacing from single samples. */
record PngEncoder(int width, int height, int depth, int type, int interlaced) {
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** The value of a sample, with 8 bits or the bit depth if that is less. */
  @FunctionalInterface
  interface SampleSource {
    int at(int x, int y, int channel);
  }

  /** The filtered rows before compression; uses all filters in turn. */
  byte[] rows(SampleSource samples) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int[] pass : interlaced == 1 ? PASSES : new int[][] {{0, 0, 1, 1}}) {
      byte[] above = new byte[0];
      for (int y = pass[1]; y < height && pass[0] < width; y += pass[3]) {
        byte[] row = row(samples, y, pass);
        rows.writeBytes(filtered(row, above.length == 0 ? new byte[row.length] : above, y % 5));
        above = row;
      }
    }
    return rows.toByteArray();
  }

  private byte[] row(SampleSource samples, int y, int[] pass) {
    int columns = (width - pass[0] + pass[2] - 1) / pass[2];
    byte[] row = new byte[(columns * channels() * depth + 7) / 8];
    for (int i = 0; i < columns * channels(); i++) {
      int value = samples.at(pass[0] + i / channels() * pass[2], y, i % channels());
      if (depth == 16) {
        row[2 * i] = (byte) value;
        row[2 * i + 1] = 0x55;
      } else {
        row[i * depth / 8] |= (byte) (value << (8 - depth - i * depth % 8));
      }
    }
    return row;
  }

  private byte[] filtered(byte[] row, byte[] above, int filter) {
    byte[] filtered = new byte[1 + row.length];
    filtered[0] = (byte) filter;
    int distance = Math.max(1, channels() * depth / 8);
    for (int i = 0; i < row.length; i++) {
      int left = i < distance ? 0 : row[i - distance] & 0xff;
      int up = above[i] & 0xff;
      int upLeft = i < distance ? 0 : above[i - distance] & 0xff;
      int[] predicted = {0, left, up, (left + up) / 2, paeth(left, up, upLeft)};
      filtered[1 + i] = (byte) (row[i] - predicted[filter]);
    }
    return filtered;
  }

  private static int paeth(int a, int b, int c) {
    int pa = Math.abs(b - c);
    int pb = Math.abs(a - c);
    int pc = Math.abs(a + b - 2 * c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  }

  private int channels() {
    return new int[] {1, 0, 3, 1, 2, 0, 4}[type];
  }

  byte[] file(byte[] head, byte[] rows) {
    return joined(beginning(), head, PngFixtures.chunk("IDAT", PngFixtures.deflated(rows)), end());
  }

  byte[] beginning() {
    return joined(
        ascii("\u0089PNG\r\n\u001a\n"),
        PngFixtures.chunk(
            "IHDR", joined(u32(width), u32(height), bytes(depth, type, 0, 0, interlaced))));
  }

  static byte[] end() {
    return PngFixtures.chunk("IEND", new byte[0]);
  }

  /** An animation of two frames, the first of which is the default image. */
  byte[] animation(byte[] first, byte[] second) {
    return joined(
        beginning(),
        PngFixtures.chunk("acTL", joined(u32(2), u32(0))),
        frame(0),
        PngFixtures.chunk("IDAT", PngFixtures.deflated(first)),
        frame(1),
        PngFixtures.chunk("fdAT", joined(u32(2), PngFixtures.deflated(second))),
        end());
  }

  /** The control chunk of a frame of full size. */
  byte[] frame(int number) {
    byte[] place = joined(u32(width), u32(height), u32(0), u32(0));
    return PngFixtures.chunk("fcTL", joined(u32(number), place, u16(1), u16(10), bytes(0, 0)));
  }

  /** A bit of a text, highest bit of each byte first; 0 after its end. */
  static int bit(String text, int at) {
    return at / 8 < text.length() ? text.charAt(at / 8) >> (7 - at % 8) & 1 : 0;
  }
}
