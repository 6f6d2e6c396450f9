package com.anykoma.privacy.protection.metadata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Detects "stealth PNG info": a prompt in the lowest bit of each pixel's alpha value, or of its
 * red, green and blue values. NovelAI and an extension of the Stable Diffusion web UI write it. It
 * starts with {@code stealth_pnginfo}, {@code stealth_pngcomp}, {@code stealth_rgbinfo} or {@code
 * stealth_rgbcomp}, highest bit of each byte first, column by column. This class searches for the
 * common prefix, both by columns and by rows, so that it also detects variants.
 */
final class StealthTextDetector {
  private static final byte[] SIGNATURE = "stealth_".getBytes(StandardCharsets.US_ASCII);
  private static final int BITS = 8 * SIGNATURE.length;

  /** The maximum number of pixels of a row or column that a signature covers. */
  static final int PIXELS = BITS;

  private static final int COLOURS = 3;

  private final int width;
  private final int height;

  /** Of the alpha values and of the colours, by columns and by rows. */
  private final byte[][] texts = new byte[4][SIGNATURE.length];

  StealthTextDetector(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Adds a pixel; each pixel must be added once, in any order. */
  void addPixel(long x, long y, int red, int green, int blue, int alpha) {
    addPixel(x * height + y, texts[0], texts[1], red, green, blue, alpha);
    addPixel(y * width + x, texts[2], texts[3], red, green, blue, alpha);
  }

  private static void addPixel(
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
    return Arrays.stream(texts).anyMatch(it -> Arrays.equals(it, SIGNATURE));
  }
}
