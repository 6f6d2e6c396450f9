package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
import static com.anykoma.privacy.protection.metadata.Pieces.u16;
import static com.anykoma.privacy.protection.metadata.Pieces.u32;

import java.io.ByteArrayOutputStream;

/** PNG files made of single samples, of every kind that the format knows. */
record PngRaw(int width, int height, int depth, int type, int interlaced) {
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** The value of a sample, of 8 bits, or of as many as the depth if that is less. */
  @FunctionalInterface
  interface Samples {
    int at(int x, int y, int channel);
  }

  /** The rows before they are compressed; the filters take turns. */
  byte[] rows(Samples samples) {
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

  private byte[] row(Samples samples, int y, int[] pass) {
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
    return joined(beginning(), head, PngPieces.chunk("IDAT", PngPieces.deflated(rows)), end());
  }

  byte[] beginning() {
    return joined(
        ascii("\u0089PNG\r\n\u001a\n"),
        PngPieces.chunk(
            "IHDR", joined(u32(width), u32(height), bytes(depth, type, 0, 0, interlaced))));
  }

  static byte[] end() {
    return PngPieces.chunk("IEND", new byte[0]);
  }

  /** Two frames, of which the first is the one that every decoder shows. */
  byte[] animation(byte[] first, byte[] second) {
    return joined(
        beginning(),
        PngPieces.chunk("acTL", joined(u32(2), u32(0))),
        frame(0),
        PngPieces.chunk("IDAT", PngPieces.deflated(first)),
        frame(1),
        PngPieces.chunk("fdAT", joined(u32(2), PngPieces.deflated(second))),
        end());
  }

  /** The control of a frame of the whole size. */
  byte[] frame(int number) {
    byte[] place = joined(u32(width), u32(height), u32(0), u32(0));
    return PngPieces.chunk("fcTL", joined(u32(number), place, u16(1), u16(10), bytes(0, 0)));
  }

  /** A bit of a text, the highest of each byte first; 0 after its end. */
  static int bit(String text, int at) {
    return at / 8 < text.length() ? text.charAt(at / 8) >> (7 - at % 8) & 1 : 0;
  }
}
