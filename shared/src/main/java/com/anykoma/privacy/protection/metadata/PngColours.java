package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What the samples of a PNG's pixels mean: red, green, blue and alpha, of 8 bits each. */
final class PngColours {
  private static final int MAX_ENTRIES = 256;

  private final PngHeader header;
  private ColourTable palette = new ColourTable(new byte[0]);
  private final byte[] alphas = new byte[MAX_ENTRIES];

  PngColours(PngHeader header) {
    this.header = header;
    Arrays.fill(alphas, (byte) 0xff);
  }

  /** Takes the PLTE chunk's data; false when an image of this kind cannot have it. */
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

  /** How many colours the palette has. */
  int entries() {
    return palette.entries();
  }

  /** Takes the data of a tRNS chunk; false when an image of this kind cannot have it. */
  boolean setTransparency(ByteBuffer data) {
    int length = data.remaining();
    if (header.hasPalette()) {
      boolean isValid = length > 0 && length <= entries();
      if (isValid) {
        data.get(alphas, 0, length);
      }
      return isValid;
    }
    return length == 2 * header.channels() && PngForm.areSamples(data, header.depth());
  }

  /** The colour of a pixel in a row that begins with its filter's byte. */
  int[] of(byte[] row, int pixel) {
    if (header.depth() < 8 || header.hasPalette()) {
      return ofIndex(row, pixel);
    }
    int size = header.depth() / 8;
    int at = 1 + pixel * header.channels() * size;
    return switch (header.colourType()) {
      case PngHeader.GREY -> new int[] {row[at], row[at], row[at], 0xff};
      case PngHeader.GREY_ALPHA -> new int[] {row[at], row[at], row[at], row[at + size]};
      case PngHeader.RGB -> new int[] {row[at], row[at + size], row[at + 2 * size], 0xff};
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

  /** Notes which colours of the palette a row has; the row begins with its filter's byte. */
  void use(byte[] row, int pixels) {
    for (int i = 0; i < pixels; i++) {
      palette.use(index(row, i));
    }
  }

  /** Whether the palette's colours that no pixel has are plain text. */
  boolean holdText() {
    return palette.holdsText();
  }
}
