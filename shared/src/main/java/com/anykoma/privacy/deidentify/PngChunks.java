package com.anykoma.privacy.deidentify;

import com.anykoma.privacy.datamap.EmbeddedMetadata;
import com.anykoma.privacy.deidentify.MetadataStripper.Outcome;
import java.io.IOException;
import java.util.Set;

/**
 * The chunks of a PNG or APNG file (W3C PNG, third edition): length, type, data, CRC. A chunk is
 * kept or dropped whole, so that the CRCs of those that stay are right.
 */
final class PngChunks implements Format {
  private static final int HEADER = 8;
  private static final int CRC = 4;
  private static final long LONGEST = Integer.MAX_VALUE;

  /** What the pixels need, the drafts' spellings of mDCV and cLLI included. */
  private static final Set<String> NEEDED =
      Set.of(
          "IHDR", "PLTE", "IDAT", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV",
          "mDCv", "cLLI", "cLLi", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT");

  private static final Set<String> TEXT = Set.of("tEXt", "zTXt", "iTXt");
  private static final String XMP = "XML:com.adobe.xmp\0";
  private static final String RAW_PROFILE = "Raw profile type ";

  @Override
  public Format next(Window window, Passage passage) throws IOException {
    if (window.lacks(HEADER)) {
      return this;
    }
    long length = window.u32(0);
    String type = window.type(4);
    if (length > LONGEST || !isType(type) || (type.equals("IEND") && length > 0)) {
      passage.keepRest(Outcome.MALFORMED);
      return this;
    }
    if (type.equals("IEND")) {
      passage.keep(HEADER + CRC);
      return new Trailer();
    }
    if (TEXT.contains(type) && window.awaits(HEADER + (int) Math.min(length, XMP.length()))) {
      return this;
    }
    passage.pass(isKept(type, window, passage), HEADER + length + CRC);
    return this;
  }

  private static boolean isType(String type) {
    return type.chars().allMatch(each -> (each | 0x20) >= 'a' && (each | 0x20) <= 'z');
  }

  private static boolean isKept(String type, Window window, Passage passage) {
    if (NEEDED.contains(type)) {
      return true;
    }
    if (type.equals("eXIf")) {
      return passage.wants(EmbeddedMetadata.EXIF);
    }
    if (TEXT.contains(type)) {
      return isKeptText(window, passage);
    }
    if (isCritical(type)) {
      passage.doubt();
      return true;
    }
    return false;
  }

  private static boolean isKeptText(Window window, Passage passage) {
    if (window.matches(HEADER, XMP)) {
      return passage.wants(EmbeddedMetadata.XMP);
    }
    return !window.matches(HEADER, RAW_PROFILE) && passage.wants(EmbeddedMetadata.TEXT);
  }

  /** Whether the format says that there are no pixels without this chunk. */
  private static boolean isCritical(String type) {
    return Character.isUpperCase(type.charAt(0));
  }
}
