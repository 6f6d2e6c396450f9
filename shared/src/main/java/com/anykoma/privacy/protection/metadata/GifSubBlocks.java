package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * The data of a GIF block: sub-blocks of up to 255 bytes, and an empty one at the end. XMP, which
 * is written as it is, ends in bytes that bring whoever reads it as sub-blocks to its end.
 */
record GifSubBlocks(boolean kept, Format following) implements Format {
  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(1)) {
      return this;
    }
    int length = window.u8(0);
    buffer.pass(kept, 1 + length);
    return length == 0 ? following : this;
  }
}
