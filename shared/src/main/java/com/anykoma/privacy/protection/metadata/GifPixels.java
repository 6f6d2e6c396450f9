package com.anykoma.privacy.protection.metadata;

import java.util.BitSet;

/**
 * The compressed pixels of one image of a GIF (GIF89a, appendix F): codes of 3 to 12 bits, the
 * lowest bit first. The codes are followed and the pixels counted, because text may follow the last
 * one. No pixel is decoded: it is enough to know how many each code stands for.
 */
final class GifPixels {
  private static final int MAX_CODES = 4096;
  private static final int MAX_BITS = 12;

  private final int clear;
  private final int smallest;
  private final int[] lengths = new int[MAX_CODES];
  private final BitSet colours = new BitSet(256);
  private long pixelsLeft;
  private int codes;
  private int bits;

  /** The number of pixels of the code before; 0 after a clear code. */
  private int before;

  private int waiting;
  private int waitingBits;
  private boolean isEnded;
  private boolean isBroken;

  /**
   * @param codeSize the bits of a colour, 1 to 8
   */
  GifPixels(long pixels, int codeSize) {
    this.pixelsLeft = pixels;
    this.isBroken = codeSize < 1 || codeSize > 8;
    this.smallest = isBroken ? 8 : codeSize;
    this.clear = 1 << smallest;
    clear();
  }

  private void clear() {
    codes = clear + 2;
    bits = smallest + 1;
    before = 0;
  }

  /**
   * Takes the next bytes.
   *
   * @return how many of them belong to the image: fewer than there are when it ends within them
   */
  int take(Window window, int from, int to) {
    int at = from;
    while (at < to && !isEnded && !isBroken) {
      waiting |= window.u8(at) << waitingBits;
      waitingBits += 8;
      at++;
      while (waitingBits >= bits && !isEnded && !isBroken) {
        int code = waiting & ((1 << bits) - 1);
        waiting >>>= bits;
        waitingBits -= bits;
        follow(code);
      }
    }
    return isBroken ? to - from : at - from;
  }

  private void follow(int code) {
    if (code == clear) {
      clear();
    } else if (code == clear + 1) {
      isEnded = true;
    } else {
      pixels(code);
    }
  }

  private void pixels(int code) {
    boolean isNew = code == codes && before > 0;
    if (code >= codes && !isNew) {
      isBroken = true;
      return;
    }
    if (code < clear) {
      colours.set(code);
    }
    int length = code < clear ? 1 : isNew ? before + 1 : lengths[code];
    if (before > 0 && codes < MAX_CODES) {
      lengths[codes] = before + 1;
      codes++;
      if (codes == 1 << bits && bits < MAX_BITS) {
        bits++;
      }
    }
    before = length;
    pixelsLeft -= length;
    isBroken = pixelsLeft < 0;
  }

  /** Whether the end is reached, so that no pixel can follow. */
  boolean isEnded() {
    return isEnded;
  }

  /** Whether all pixels were there. */
  boolean isWhole() {
    return !isBroken && pixelsLeft == 0;
  }

  /** The colours that the pixels have, by their places in the table. */
  BitSet colours() {
    return colours;
  }
}
