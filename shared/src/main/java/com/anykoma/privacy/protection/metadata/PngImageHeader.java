package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The contents of a valid IHDR chunk; sizes in pixels, {@code depth} in bits per sample. */
record PngImageHeader(int width, int height, int depth, int colourType, boolean isInterlaced) {
  static final int LENGTH = 13;
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGBA = 6;

  /** Parses the chunk's data; empty if a value is invalid. */
  static Optional<PngImageHeader> in(ByteBuffer data) {
    PngImageHeader header =
        new PngImageHeader(
            data.getInt(0), data.getInt(4), data.get(8), data.get(9), data.get(12) == 1);
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

  PngImageHeader sized(int frameWidth, int frameHeight) {
    return new PngImageHeader(frameWidth, frameHeight, depth, colourType, isInterlaced);
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

  /** The length of a row of {@code pixels} pixels, in bytes, without the filter byte. */
  long rowLength(long pixels) {
    return (pixels * channels() * depth + 7) / 8;
  }
}
