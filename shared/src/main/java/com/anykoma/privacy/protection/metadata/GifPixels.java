package com.anykoma.privacy.protection.metadata;

import java.util.BitSet;

/**
 * The LZW codes of one GIF image (GIF89a, appendix F): 2 to 12 bits each, lowest bit first. Counts
 * the pixels, because text can follow the last code. Pixels are not decoded: the number of pixels
 * per code is enough.
 */
final class GifPixels {
  private static final int MAX_CODES = 4096;
  private static final int MAX_BITS = 12;

  private final int clear;
  private final int smallest;
  private final int[] lengths = new int[MAX_CODES];
  private final BitSet colours = new BitSet(256);
  private long remainingPixels;
  private int codes;
  private int bits;

  /** The number of pixels of the previous code; 0 after a clear code. */
  private int previousLength;

  private int pending;
  private int pendingBits;
  private boolean isEnded;
  private boolean isBroken;

  /** Expects codes of 1 to 8 bits at first. */
  GifPixels(long pixels, int codeSize) {
    this.remainingPixels = pixels;
    this.isBroken = codeSize < 1 || codeSize > 8;
    this.smallest = isBroken ? 8 : codeSize;
    this.clear = 1 << smallest;
    clear();
  }

  private void clear() {
    codes = clear + 2;
    bits = smallest + 1;
    previousLength = 0;
  }

  /** Processes the next bytes, and returns how many of them belong to the image. */
  int accept(Lookahead in, int from, int to) {
    int at = from;
    while (at < to && !isEnded && !isBroken) {
      pending |= in.u8(at) << pendingBits;
      pendingBits += 8;
      at++;
      while (pendingBits >= bits && !isEnded && !isBroken) {
        int code = pending & ((1 << bits) - 1);
        pending >>>= bits;
        pendingBits -= bits;
        processCode(code);
      }
    }
    return isBroken ? to - from : at - from;
  }

  private void processCode(int code) {
    if (code == clear) {
      clear();
    } else if (code == clear + 1) {
      isEnded = true;
    } else {
      addPixels(code);
    }
  }

  private void addPixels(int code) {
    boolean isNew = code == codes && previousLength > 0;
    if (code >= codes && !isNew) {
      isBroken = true;
      return;
    }
    if (code < clear) {
      colours.set(code);
    }
    int length = code < clear ? 1 : isNew ? previousLength + 1 : lengths[code];
    if (previousLength > 0 && codes < MAX_CODES) {
      lengths[codes] = previousLength + 1;
      codes++;
      if (codes == 1 << bits && bits < MAX_BITS) {
        bits++;
      }
    }
    previousLength = length;
    remainingPixels -= length;
    isBroken = remainingPixels < 0;
  }

  /** Whether the end code was read; no pixel can follow. */
  boolean isEnded() {
    return isEnded;
  }

  /** Whether the data contained exactly the image's pixels. */
  boolean isComplete() {
    return !isBroken && remainingPixels == 0;
  }

  /** The colours that the pixels use, as indexes of the colour table. */
  BitSet colours() {
    return colours;
  }
}
