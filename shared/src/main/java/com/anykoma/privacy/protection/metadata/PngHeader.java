package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What the IHDR chunk of a PNG states, as far as the format allows it. */
record PngHeader(int width, int height, int depth, int colourType, boolean isInterlaced) {
  static final int LENGTH = 13;
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGBA = 6;

  /** Empty when the header states something that the format does not know. */
  static Optional<PngHeader> in(ByteBuffer data) {
    PngHeader header =
        new PngHeader(data.getInt(0), data.getInt(4), data.get(8), data.get(9), data.get(12) == 1);
    boolean isKnown = data.get(10) == 0 && data.get(11) == 0 && (data.get(12) & ~1) == 0;
    return isKnown && header.isValid() ? Optional.of(header) : Optional.empty();
  }

  private boolean isValid() {
    boolean depthIsValid =
        switch (colourType) {
          case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case RGB, GREY_ALPHA, RGBA -> depth == 8 || depth == 16;
          default -> false;
        };
    return width > 0 && height > 0 && depthIsValid;
  }

  /** The header of one frame of an animation. */
  PngHeader sized(int frameWidth, int frameHeight) {
    return new PngHeader(frameWidth, frameHeight, depth, colourType, isInterlaced);
  }

  boolean hasPalette() {
    return colourType == PALETTE;
  }

  int channels() {
    return switch (colourType) {
      case RGB -> 3;
      case GREY_ALPHA -> 2;
      case RGBA -> 4;
      default -> 1;
    };
  }

  /** The length in bytes of so many pixels in a row. */
  long rowLength(long pixels) {
    return (pixels * channels() * depth + 7) / 8;
  }
}
