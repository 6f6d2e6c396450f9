package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * The bytes after the end of the image. They are dropped: decoders ignore them, and phones store
 * second images, videos and depth maps there.
 */
final class TrailingBytes implements ParserState {
  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    out.dropRest();
    return this;
  }
}
