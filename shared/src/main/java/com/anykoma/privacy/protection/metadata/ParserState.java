package com.anykoma.privacy.protection.metadata;

import java.io.IOException;

/**
 * A state of the streaming parser of one file format. It reads the bytes in the lookahead,
 * instructs the filter to keep, drop or replace them, and returns the next state.
 */
@FunctionalInterface
interface ParserState {
  /**
   * Handles the next bytes, or requests more lookahead. The filter calls it until the file ends, so
   * each call must do one of the two. A call that requests more lookahead must not change state.
   *
   * @return the state that handles the bytes after these
   */
  ParserState next(Lookahead in, StreamFilter out) throws IOException;

  /** Drops the bytes after the end of the image, such as second images and videos. */
  static ParserState trailingBytes(Lookahead in, StreamFilter out) throws IOException {
    out.dropRest();
    return ParserState::trailingBytes;
  }
}
