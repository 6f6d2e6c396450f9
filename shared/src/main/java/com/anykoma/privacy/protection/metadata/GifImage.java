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
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(1)) {
      return this;
    }
    int length = in.u8(0);
    if (in.needs(1 + length)) {
      return this;
    }
    if (length == 0) {
      colours.markUsed(pixels.colours());
      out.markMalformedUnless(pixels.isComplete() && !(ownsColours && colours.holdsText()));
      out.keep(1);
      return following;
    }
    int accepted = pixels.isEnded() ? -1 : pixels.accept(in, 1, 1 + length);
    out.replaceFirst(1 + length, block(accepted, in));
    return this;
  }

  /** The sub-block cut to {@code length} bytes; nothing at all if {@code length} is negative. */
  private static byte[] block(int length, Lookahead in) {
    return length < 0
        ? new byte[0]
        : ByteBuffer.allocate(1 + length).put((byte) length).put(in.bytes(1, 1 + length)).array();
  }
}
