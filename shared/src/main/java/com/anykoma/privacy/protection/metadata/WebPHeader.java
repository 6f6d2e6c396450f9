package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/** The header of a WebP file: RIFF, the length of the rest, WEBP. */
final class WebPHeader implements ParserState {
  private static final int LENGTH = 12;
  private static final int FORM = 4;

  @Override
  public ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(LENGTH)) {
      return this;
    }
    long length = WebPChunks.length(lookahead);
    if (length < FORM) {
      filter.keepRest(StripResult.MALFORMED);
      return this;
    }
    filter.keep(LENGTH);
    return new WebPFile(length - FORM);
  }
}
