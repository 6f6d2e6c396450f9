package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/** The beginning of a GIF file: signature, screen, global colour table. */
final class GifScreen implements Format {
  private static final int LENGTH = 13;
  private static final int FLAGS = 10;

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(LENGTH) || window.lacks(LENGTH + colourTable(window.u8(FLAGS)))) {
      return this;
    }
    int length = LENGTH + colourTable(window.u8(FLAGS));
    ColourTable colours = new ColourTable(window.bytes(LENGTH, length));
    buffer.keep(length);
    return new GifBlocks(colours);
  }

  /** The length in bytes of the colour table that flags of a screen or an image announce. */
  static int colourTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }
}
