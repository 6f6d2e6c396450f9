package com.anykoma.privacy.protection.metadata;

/**
 * The image of a WebP file or of one of its frames (RFC 9649): the pixels and, before lossy pixels,
 * an optional alpha chunk. A second image is rejected, because decoders show the first.
 */
final class WebPImage {
  static final String LOSSY = "VP8 ";
  static final String LOSSLESS = "VP8L";
  static final String ALPHA = "ALPH";

  /** The maximum number of bytes of a chunk's data that validation reads. */
  static final int MAX_HEADER = 10;

  private static final int LOSSLESS_HEADER = 5;
  private static final byte[] KEY_FRAME = {(byte) 0x9d, 0x01, 0x2a};

  private final long pixels;
  private boolean alphaSeen;
  private boolean imageSeen;

  /** Expects this number of pixels; 0 if an alpha chunk is not allowed. */
  WebPImage(long pixels) {
    this.pixels = pixels;
  }

  /** Whether a chunk of this type is allowed at this point; if so, records it. */
  boolean accepts(String type) {
    boolean isAccepted =
        switch (type) {
          case LOSSY, LOSSLESS -> !imageSeen;
          case ALPHA -> pixels > 0 && !alphaSeen && !imageSeen;
          default -> false;
        };
    alphaSeen |= isAccepted && type.equals(ALPHA);
    imageSeen |= isAccepted && !type.equals(ALPHA);
    return isAccepted;
  }

  boolean isSeen() {
    return imageSeen;
  }

  /** Whether the data at {@code at} start as the type requires. */
  boolean isValid(String type, Lookahead in, int at, long length) {
    return switch (type) {
      case LOSSY -> length >= MAX_HEADER && in.has(at + MAX_HEADER) && isLossy(in, at, length);
      case LOSSLESS ->
          length >= LOSSLESS_HEADER
              && in.has(at + LOSSLESS_HEADER)
              && in.u8(at) == 0x2f
              && in.u8(at + LOSSLESS_HEADER - 1) >> 5 == 0; // version
      default -> length > 0 && in.has(at + 1) && isAlpha(in.u8(at), length);
    };
  }

  /** Whether the data are a key frame that contains its first partition. */
  private static boolean isLossy(Lookahead in, int at, long length) {
    int tag = in.u8(at) | in.u8(at + 1) << 8 | in.u8(at + 2) << 16;
    return (tag & 1) == 0 && tag >> 5 <= length - MAX_HEADER && in.matches(at + 3, KEY_FRAME);
  }

  /** Whether the alpha header is valid; uncompressed data need one byte for each pixel. */
  private boolean isAlpha(int head, long length) {
    int compression = head & 3;
    return head >> 6 == 0
        && (head >> 4 & 3) <= 1
        && compression <= 1
        && (compression == 1 || length - 1 == pixels);
  }
}
