package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * The data of a GIF block: sub-blocks of up to 255 bytes, then an empty one. XMP is not split into
 * sub-blocks, but ends in bytes that lead a reader of sub-blocks to its end.
 */
record GifSubBlocks(boolean kept, ParserState following) implements ParserState {
  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(1)) {
      return this;
    }
    int length = in.u8(0);
    out.keepOrDrop(kept, 1 + length);
    return length == 0 ? following : this;
  }
}
