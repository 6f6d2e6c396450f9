package com.anykoma.privacy.protection.metadata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recognises "stealth PNG info": a prompt in the lowest bit of each pixel's alpha value, or of its
 * red, green and blue values. NovelAI and an extension of the Stable Diffusion web UI write it. It
 * begins with {@code stealth_pnginfo}, {@code stealth_pngcomp}, {@code stealth_rgbinfo} or {@code
 * stealth_rgbcomp}, the highest bit of each byte first, column by column. This class looks for
 * their common beginning, in rows too, so that it finds variants as well.
 */
final class HiddenText {
  private static final byte[] SIGNATURE = "stealth_".getBytes(StandardCharsets.US_ASCII);
  private static final int BITS = 8 * SIGNATURE.length;

  /** How many pixels of a row, or of a column, may belong to a signature. */
  static final int PIXELS = BITS;

  private static final int COLOURS = 3;

  private final int width;
  private final int height;
  private final byte[] alphaByColumn = new byte[SIGNATURE.length];
  private final byte[] alphaByRow = new byte[SIGNATURE.length];
  private final byte[] coloursByColumn = new byte[SIGNATURE.length];
  private final byte[] coloursByRow = new byte[SIGNATURE.length];

  HiddenText(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Takes note of a pixel's values; each pixel comes once, in any order. */
  void see(long x, long y, int red, int green, int blue, int alpha) {
    see(x * height + y, alphaByColumn, coloursByColumn, red, green, blue, alpha);
    see(y * width + x, alphaByRow, coloursByRow, red, green, blue, alpha);
  }

  private static void see(
      long pixel, byte[] alphas, byte[] colours, int red, int green, int blue, int alpha) {
    add(alphas, pixel, alpha);
    add(colours, COLOURS * pixel, red);
    add(colours, COLOURS * pixel + 1, green);
    add(colours, COLOURS * pixel + 2, blue);
  }

  private static void add(byte[] text, long bit, int value) {
    if (bit < BITS) {
      text[(int) bit / 8] |= (byte) ((value & 1) << (7 - bit % 8));
    }
  }

  boolean isFound() {
    return Arrays.equals(alphaByColumn, SIGNATURE)
        || Arrays.equals(alphaByRow, SIGNATURE)
        || Arrays.equals(coloursByColumn, SIGNATURE)
        || Arrays.equals(coloursByRow, SIGNATURE);
  }
}
