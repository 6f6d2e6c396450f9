package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * The entropy-coded data of a JPEG scan, up to the next marker of a segment or of the image's end.
 * Lower markers, apart from restarts and TEM, make the file malformed; the data after them stay,
 * because some decoders read on. Plain text in the data makes the file malformed too.
 */
record JpegScan(PlainTextDetector text, JpegSegments segments) implements ParserState {
  /** The first byte of a marker; as a data byte, 0xff is followed by a zero. */
  static final byte MARKER = (byte) 0xff;

  private static final int TEM = 0x01;
  private static final int SOF0 = 0xc0;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int FILL = 0xff;

  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(2)) {
      return this;
    }
    int code = in.u8(1);
    if (code < SOF0 || (code >= RST0 && code <= RST7)) {
      if (code > TEM && code < SOF0) {
        out.markMalformed();
      }
      out.keepUntil(2, MARKER, text);
      return this;
    }
    if (code == FILL) { // a fill byte; the next marker may be a restart
      out.keep(1);
      return this;
    }
    out.markMalformedUnless(!text.isFound());
    return segments;
  }
}
