package com.anykoma.privacy.protection.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The pixels of one image of a GIF, in sub-blocks of up to 255 bytes with an empty one at the end.
 * What follows the last code goes.
 *
 * @param ownsColours whether no other image has the same table of colours
 */
record GifImage(GifPixels pixels, ColourTable colours, boolean ownsColours, Format following)
    implements Format {
  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(1)) {
      return this;
    }
    int length = window.u8(0);
    if (window.lacks(1 + length)) {
      return this;
    }
    if (length == 0) {
      colours.use(pixels.colours());
      buffer.markUncleanUnless(pixels.isWhole() && !(ownsColours && colours.holdsText()));
      buffer.keep(1);
      return following;
    }
    int taken = pixels.isEnded() ? -1 : pixels.take(window, 1, 1 + length);
    buffer.exchange(1 + length, block(taken, window));
    return this;
  }

  /** A sub-block of the first bytes of the one that is shown; none if there are fewer than none. */
  private static byte[] block(int length, Window window) {
    return length < 0
        ? new byte[0]
        : ByteBuffer.allocate(1 + length)
            .put((byte) length)
            .put(window.bytes(1, 1 + length))
            .array();
  }
}
