package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/** The first bytes of a file, which tell its format. */
final class FirstBytes implements Format {
  private static final String JPEG = "\u00ff\u00d8\u00ff";
  private static final int LONGEST = 12;

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (buffer.wantsEverything()) {
      buffer.keepRest(StripResult.NOTHING_FOUND);
      return this;
    }
    if (window.awaits(LONGEST)) {
      return this;
    }
    if (window.matches(0, PngBeginning.SIGNATURE)) {
      return new PngBeginning();
    }
    if (window.matches(0, JPEG)) {
      buffer.keep(2); // the third belongs to the next marker
      return new JpegSegments();
    }
    if (window.matches(0, "GIF87a") || window.matches(0, "GIF89a")) {
      return new GifScreen();
    }
    if (window.matches(0, "RIFF") && window.matches(8, "WEBP")) {
      return new WebPHeader();
    }
    buffer.keepRest(StripResult.UNKNOWN_FORMAT);
    return this;
  }
}
