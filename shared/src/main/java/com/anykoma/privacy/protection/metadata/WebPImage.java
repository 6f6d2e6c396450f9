package com.anykoma.privacy.protection.metadata;

/**
 * The one image of a WebP file that is not animated, or of one frame: the pixels, and before lossy
 * ones their alpha values (RFC 9649). A second image goes, as decoders show the first.
 */
final class WebPImage {
  static final String LOSSY = "VP8 ";
  static final String LOSSLESS = "VP8L";
  static final String ALPHA = "ALPH";

  /** How many bytes of a chunk's data show that it is what it says. */
  static final int SHOWN = 10;

  private static final int LOSSLESS_HEADER = 5;
  private static final byte[] KEY_FRAME = {(byte) 0x9d, 0x01, 0x2a};

  private final long pixels;
  private boolean alphaSeen;
  private boolean imageSeen;

  /**
   * @param pixels how many the image has, if it may have alpha values of their own; else 0
   */
  WebPImage(long pixels) {
    this.pixels = pixels;
  }

  /** Whether a chunk of this type has a place here now. Takes note of it. */
  boolean takes(String type) {
    boolean isTaken =
        switch (type) {
          case LOSSY, LOSSLESS -> !imageSeen;
          case ALPHA -> pixels > 0 && !alphaSeen && !imageSeen;
          default -> false;
        };
    alphaSeen |= isTaken && type.equals(ALPHA);
    imageSeen |= isTaken && !type.equals(ALPHA);
    return isTaken;
  }

  boolean isSeen() {
    return imageSeen;
  }

  /** Whether the data at {@code at} begin as the type says. */
  boolean isValid(String type, Window window, int at, long length) {
    return switch (type) {
      case LOSSY -> length >= SHOWN && window.shows(at + SHOWN) && isLossy(window, at, length);
      case LOSSLESS ->
          length >= LOSSLESS_HEADER
              && window.shows(at + LOSSLESS_HEADER)
              && window.u8(at) == 0x2f
              && window.u8(at + LOSSLESS_HEADER - 1) >> 5 == 0; // version
      default -> length > 0 && window.shows(at + 1) && isAlpha(window.u8(at), length);
    };
  }

  /** A key frame, whose first partition lies within it. */
  private static boolean isLossy(Window window, int at, long length) {
    int tag = window.u8(at) | window.u8(at + 1) << 8 | window.u8(at + 2) << 16;
    return (tag & 1) == 0 && tag >> 5 <= length - SHOWN && window.matches(at + 3, KEY_FRAME);
  }

  /** Not compressed, there is one byte for each pixel. */
  private boolean isAlpha(int head, long length) {
    int compression = head & 3;
    return head >> 6 == 0
        && (head >> 4 & 3) <= 1
        && compression <= 1
        && (compression == 1 || length - 1 == pixels);
  }
}
