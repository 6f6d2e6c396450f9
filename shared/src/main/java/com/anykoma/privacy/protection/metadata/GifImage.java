package com.anykoma.privacy.protection.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The compressed pixels of one GIF image: sub-blocks of up to 255 bytes, then an empty one. Bytes
 * after the last code are dropped.
 *
 * @param ownsColours whether the image has a colour table of its own
 */
record GifImage(GifPixels pixels, ColourTable colours, boolean ownsColours, ParserState following)
    implements ParserState {
  @Override
  public ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(1)) {
      return this;
    }
    int length = lookahead.u8(0);
    if (lookahead.needs(1 + length)) {
      return this;
    }
    if (length == 0) {
      colours.markUsed(pixels.colours());
      filter.markMalformedUnless(pixels.isComplete() && !(ownsColours && colours.holdsText()));
      filter.keep(1);
      return following;
    }
    int accepted = pixels.isEnded() ? -1 : pixels.accept(lookahead, 1, 1 + length);
    filter.replaceFirst(1 + length, block(accepted, lookahead));
    return this;
  }

  /** The sub-block cut to {@code length} bytes; nothing at all if {@code length} is negative. */
  private static byte[] block(int length, Lookahead lookahead) {
    return length < 0
        ? new byte[0]
        : ByteBuffer.allocate(1 + length)
            .put((byte) length)
            .put(lookahead.bytes(1, 1 + length))
            .array();
  }
}
