package com.anykoma.privacy.protection.metadata;

import java.util.Arrays;

/**
 * Looks for plain text in compressed data that this package does not decode: the scans of a JPEG,
 * the pixels of a WebP. Compressed data looks random. Of 256 byte values 79 look like text, so that
 * a run of {@value #LENGTH} of them occurs by chance once in about 10 billion bytes.
 */
final class TextRun implements Inspector {
  private static final int LENGTH = 20;

  /** A run of fewer different characters is a pattern of plain pixels. */
  private static final int DIFFERENT = 6;

  private static final String MARKS = " _-.,:;'\"(){}[]/\n";

  private final boolean[] seen = new boolean[128];
  private int length;
  private int different;
  private boolean isFound;

  @Override
  public void see(byte[] bytes, int from, int to) {
    for (int at = from; at < to && !isFound; at++) {
      see(bytes[at]);
    }
  }

  private void see(byte value) {
    if (!looksLikeText(value)) {
      if (length > 0) {
        length = 0;
        different = 0;
        Arrays.fill(seen, false);
      }
      return;
    }
    length++;
    different += seen[value] ? 0 : 1;
    seen[value] = true;
    isFound = length >= LENGTH && different >= DIFFERENT;
  }

  private static boolean looksLikeText(byte value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || (value > 0 && MARKS.indexOf(value) >= 0);
  }

  /** Whether a run of text was among the bytes. */
  boolean isFound() {
    return isFound;
  }
}
