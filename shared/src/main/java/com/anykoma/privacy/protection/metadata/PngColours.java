package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Converts the samples of PNG pixels to red, green, blue and alpha of 8 bits each. */
final class PngColours {
  private static final int MAX_ENTRIES = 256;

  private final PngImageHeader header;
  private ColourTable palette = new ColourTable(new byte[0]);
  private final byte[] alphas = new byte[MAX_ENTRIES];

  PngColours(PngImageHeader header) {
    this.header = header;
    Arrays.fill(alphas, (byte) 0xff);
  }

  /** Sets the palette from a PLTE chunk. Returns false if it is invalid for this image. */
  boolean setPalette(ByteBuffer data) {
    int length = data.remaining();
    boolean isValid =
        entries() == 0 && length > 0 && length % 3 == 0 && length / 3 <= 1 << header.depth();
    if (isValid) {
      byte[] table = new byte[length];
      data.get(table);
      palette = new ColourTable(table);
    }
    return isValid;
  }

  int entries() {
    return palette.entries();
  }

  /** Sets the alpha values from a tRNS chunk. Returns false if it is invalid for this image. */
  boolean setTransparency(ByteBuffer data) {
    int length = data.remaining();
    if (header.hasPalette()) {
      boolean isValid = length > 0 && length <= entries();
      if (isValid) {
        data.get(alphas, 0, length);
      }
      return isValid;
    }
    return length == 2 * header.channels() && PngAncillaryChunks.areSamples(data, header.depth());
  }

  /** The RGBA values of a pixel; the row starts with its filter byte. */
  int[] of(byte[] row, int pixel) {
    if (header.depth() < 8 || header.hasPalette()) {
      return ofIndex(row, pixel);
    }
    int size = header.depth() / 8;
    int at = 1 + pixel * header.channels() * size;
    return switch (header.colourType()) {
      case PngImageHeader.GREY -> new int[] {row[at], row[at], row[at], 0xff};
      case PngImageHeader.GREY_ALPHA -> new int[] {row[at], row[at], row[at], row[at + size]};
      case PngImageHeader.RGB -> new int[] {row[at], row[at + size], row[at + 2 * size], 0xff};
      default -> new int[] {row[at], row[at + size], row[at + 2 * size], row[at + 3 * size]};
    };
  }

  private int[] ofIndex(byte[] row, int pixel) {
    int index = index(row, pixel);
    if (index >= entries()) {
      return new int[] {0, 0, 0, 0xff};
    }
    return new int[] {
      palette.value(index, 0), palette.value(index, 1), palette.value(index, 2), alphas[index]
    };
  }

  private int index(byte[] row, int pixel) {
    int bit = pixel * header.depth();
    int mask = (1 << header.depth()) - 1;
    return row[1 + bit / 8] >> (8 - header.depth() - bit % 8) & mask;
  }

  /** Marks the palette colours that a row uses; the row starts with its filter byte. */
  void markUsed(byte[] row, int pixels) {
    for (int i = 0; i < pixels; i++) {
      palette.markUsed(index(row, i));
    }
  }

  /** Whether the palette colours that no pixel uses contain plain text. */
  boolean paletteHoldsText() {
    return palette.holdsText();
  }
}
