package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/** The chunks of one frame of an animated WebP file. */
final class WebPFrame extends WebPChunks {
  static final String TYPE = "ANMF";

  /** Position, size, duration and flags; length in bytes. */
  static final int HEADER_LENGTH = 16;

  private static final int RESERVED = 0xfc;

  private final WebPImage image;

  WebPFrame(long length, long pixels, ParserState following) {
    super(length, following);
    this.image = new WebPImage(pixels);
  }

  static boolean isValid(Lookahead in, int at) {
    return (in.u8(at + HEADER_LENGTH - 1) & RESERVED) == 0;
  }

  static long pixels(Lookahead in, int at) {
    return (1 + littleEndian(in, at + 6, 3)) * (1 + littleEndian(in, at + 9, 3));
  }

  @Override
  int lookaheadLength(String type, long length, Lookahead in) {
    return HEADER + (int) Math.min(length, WebPImage.MAX_HEADER);
  }

  @Override
  ParserState chunk(String type, long length, Lookahead in, StreamFilter out) throws IOException {
    imageChunk(image, type, length, in, out);
    return this;
  }

  @Override
  boolean isComplete() {
    return image.isSeen();
  }
}
