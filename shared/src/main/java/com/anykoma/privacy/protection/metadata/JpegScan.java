package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * The entropy-coded data of a JPEG scan: it lasts to the next marker of a segment or of the image's
 * end. Markers below those are damage; what follows them stays, as some decoders read on. Plain
 * text among the data makes the file malformed.
 */
record JpegScan(TextRun text, JpegSegments segments) implements Format {
  /** What a marker begins with; in the data itself it is followed by a zero. */
  static final byte MARKER = (byte) 0xff;

  private static final int TEM = 0x01;
  private static final int SOF0 = 0xc0;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int FILL = 0xff;

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(2)) {
      return this;
    }
    int code = window.u8(1);
    if (code < SOF0 || (code >= RST0 && code <= RST7)) {
      if (code > TEM && code < SOF0) {
        buffer.markUnclean();
      }
      buffer.keepThenTo(2, MARKER, text);
      return this;
    }
    if (code == FILL) { // what follows it may be a restart
      buffer.keep(1);
      return this;
    }
    buffer.markUncleanUnless(!text.isFound());
    return segments;
  }
}
