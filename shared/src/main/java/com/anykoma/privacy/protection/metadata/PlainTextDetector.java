package com.anykoma.privacy.protection.metadata;

import java.util.Arrays;

/**
 * Detects plain text in compressed data that is not decoded: the scans of a JPEG, the pixels of a
 * WebP. Compressed data resembles random data. 79 of the 256 byte values count as text, so a run of
 * {@value #MIN_LENGTH} of them occurs by chance about once in 10 billion bytes.
 */
final class PlainTextDetector implements ByteInspector {
  private static final int MIN_LENGTH = 20;

  /** A run with fewer distinct characters is taken for a pattern of uniform pixels. */
  private static final int MIN_DISTINCT = 6;

  private static final String PUNCTUATION = " _-.,:;'\"(){}[]/\n";

  private final boolean[] seen = new boolean[128];
  private int length;
  private int distinct;
  private boolean isFound;

  @Override
  public void inspect(byte[] bytes, int from, int to) {
    for (int at = from; at < to && !isFound; at++) {
      inspect(bytes[at]);
    }
  }

  private void inspect(byte value) {
    if (!looksLikeText(value)) {
      if (length > 0) {
        length = 0;
        distinct = 0;
        Arrays.fill(seen, false);
      }
      return;
    }
    length++;
    distinct += seen[value] ? 0 : 1;
    seen[value] = true;
    isFound = length >= MIN_LENGTH && distinct >= MIN_DISTINCT;
  }

  private static boolean looksLikeText(byte value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || (value > 0 && PUNCTUATION.indexOf(value) >= 0);
  }

  boolean isFound() {
    return isFound;
  }
}
