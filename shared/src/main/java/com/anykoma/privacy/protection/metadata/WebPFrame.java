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

  /** Whether the frame header at {@code at} is valid. */
  static boolean isValid(Lookahead lookahead, int at) {
    return (lookahead.u8(at + HEADER_LENGTH - 1) & RESERVED) == 0;
  }

  /** The number of pixels of the frame whose header is at {@code at}. */
  static long pixels(Lookahead lookahead, int at) {
    return (1 + littleEndian(lookahead, at + 6, 3)) * (1 + littleEndian(lookahead, at + 9, 3));
  }

  @Override
  int lookaheadLength(String type, long length, Lookahead lookahead) {
    return HEADER + (int) Math.min(length, WebPImage.MAX_HEADER);
  }

  @Override
  ParserState chunk(String type, long length, Lookahead lookahead, StreamFilter filter) throws IOException {
    imageChunk(image, type, length, lookahead, filter);
    return this;
  }

  @Override
  boolean isComplete() {
    return image.isSeen();
  }
}
