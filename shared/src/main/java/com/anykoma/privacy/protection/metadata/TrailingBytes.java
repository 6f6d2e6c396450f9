package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/** The bytes after the end of the image, such as second images and videos. They are dropped. */
final class TrailingBytes implements ParserState {
  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    out.dropRest();
    return this;
  }
}
