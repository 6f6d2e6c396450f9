package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/** The start of a GIF file: signature, logical screen descriptor, global colour table. */
final class GifHeader implements ParserState {
  private static final int LENGTH = 13;
  private static final int FLAGS = 10;

  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(LENGTH) || in.needs(LENGTH + colourTable(in.u8(FLAGS)))) {
      return this;
    }
    int length = LENGTH + colourTable(in.u8(FLAGS));
    ColourTable colours = new ColourTable(in.bytes(LENGTH, length));
    out.keep(length);
    return new GifBlocks(colours);
  }

  /** The length of the colour table, in bytes, that the flags of a screen or an image state. */
  static int colourTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }
}
