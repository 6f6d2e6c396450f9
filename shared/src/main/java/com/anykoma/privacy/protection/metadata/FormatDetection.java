package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/** Detects the file format by the first bytes of the file. */
final class FormatDetection implements ParserState {
  private static final String JPEG = "\u00ff\u00d8\u00ff";
  private static final int MAX_SIGNATURE = 12;

  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (out.keepsEverything()) {
      out.keepRest(StripResult.NOTHING_FOUND);
      return this;
    }
    if (in.needsUnlessEnded(MAX_SIGNATURE)) {
      return this;
    }
    if (in.matches(0, PngFileHeader.SIGNATURE)) {
      return new PngFileHeader();
    }
    if (in.matches(0, JPEG)) {
      out.keep(2); // the third byte belongs to the next marker
      return new JpegSegments();
    }
    if (in.matches(0, "GIF87a") || in.matches(0, "GIF89a")) {
      return new GifHeader();
    }
    if (in.matches(0, "RIFF") && in.matches(8, "WEBP")) {
      return new WebPHeader();
    }
    out.keepRest(StripResult.UNKNOWN_FORMAT);
    return this;
  }
}
