package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/** The header of a WebP file: RIFF, the length of the rest, WEBP. */
final class WebPHeader implements ParserState {
  private static final int LENGTH = 12;
  private static final int FORM = 4;

  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(LENGTH)) {
      return this;
    }
    long length = WebPChunks.length(in);
    if (length < FORM) {
      out.keepRest(StripResult.MALFORMED);
      return this;
    }
    out.keep(LENGTH);
    return new WebPFile(length - FORM);
  }
}
