package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/** Detects the file format by the first bytes of the file. */
final class FormatDetection implements ParserState {
  private static final String JPEG = "\u00ff\u00d8\u00ff";
  private static final int MAX_SIGNATURE = 12;

  @Override
  public ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (filter.keepsEverything()) {
      filter.keepRest(StripResult.NOTHING_FOUND);
      return this;
    }
    if (lookahead.needsUnlessEnded(MAX_SIGNATURE)) {
      return this;
    }
    if (lookahead.matches(0, PngFileHeader.SIGNATURE)) {
      return new PngFileHeader();
    }
    if (lookahead.matches(0, JPEG)) {
      filter.keep(2); // the third byte belongs to the next marker
      return new JpegSegments();
    }
    if (lookahead.matches(0, "GIF87a") || lookahead.matches(0, "GIF89a")) {
      return new GifHeader();
    }
    if (lookahead.matches(0, "RIFF") && lookahead.matches(8, "WEBP")) {
      return new WebPHeader();
    }
    filter.keepRest(StripResult.UNKNOWN_FORMAT);
    return this;
  }
}
