package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/** The beginning of a WebP file: RIFF, the length of what follows, WEBP. */
final class WebPHeader implements Format {
  private static final int LENGTH = 12;
  private static final int FORM = 4;

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(LENGTH)) {
      return this;
    }
    long length = WebPChunks.length(window);
    if (length < FORM) {
      buffer.keepRest(StripResult.MALFORMED);
      return this;
    }
    buffer.keep(LENGTH);
    return new WebPFile(length - FORM);
  }
}
