package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.util.Optional;

/** Detects the file format by the first bytes of the file, and reads the format's header. */
final class FormatDetection {
  private static final String JPEG = "\u00ff\u00d8\u00ff";
  private static final int MAX_SIGNATURE = 12;
  private static final String PNG = "\u0089PNG\r\n\u001a\n";
  private static final String PNG_CHUNK = "\0\0\0\rIHDR";
  private static final int PNG_DATA = PNG.length() + PNG_CHUNK.length();
  private static final int PNG_CRC = PNG_DATA + PngImageHeader.LENGTH;
  private static final int GIF_LENGTH = 13;
  private static final int GIF_FLAGS = 10;
  private static final int WEBP_LENGTH = 12;
  private static final int WEBP_FORM = 4;

  private FormatDetection() {}

  /** The state at the beginning of a file. */
  static ParserState signature(Lookahead in, StreamFilter out) throws IOException {
    if (out.keepsEverything()) {
      return out.keepRest(StripResult.NOTHING_FOUND);
    }
    if (in.needsUnlessEnded(MAX_SIGNATURE)) {
      return FormatDetection::signature;
    }
    if (in.matches(0, PNG)) {
      return FormatDetection::png;
    }
    if (in.matches(0, JPEG)) {
      out.keep(2); // the third byte belongs to the next marker
      return new JpegSegments();
    }
    if (in.matches(0, "GIF87a") || in.matches(0, "GIF89a")) {
      return FormatDetection::gif;
    }
    return in.matches(0, "RIFF") && in.matches(8, "WEBP")
        ? webP(in, out)
        : out.keepRest(StripResult.UNKNOWN_FORMAT);
  }

  /** The signature of a PNG file and its IHDR chunk, which every valid file has. */
  private static ParserState png(Lookahead in, StreamFilter out) throws IOException {
    int length = PNG_CRC + PngChunks.CRC;
    if (in.needsUnlessEnded(length)) {
      return FormatDetection::png;
    }
    Optional<PngImageHeader> header =
        in.matches(PNG.length(), PNG_CHUNK) && in.has(length)
            ? PngImageHeader.in(in.view(PNG_DATA, PNG_CRC))
            : Optional.empty();
    if (header.isEmpty()) {
      return out.keepRest(StripResult.MALFORMED);
    }
    out.markMalformedUnless(PngChunks.hasRightCrc(in, PNG.length() + 4, length));
    out.keep(length);
    return new PngChunks(header.get());
  }

  /** The start of a GIF file: signature, logical screen descriptor, global colour table. */
  private static ParserState gif(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(GIF_LENGTH) || in.needs(GIF_LENGTH + GifBlocks.tableLength(in.u8(GIF_FLAGS)))) {
      return FormatDetection::gif;
    }
    int length = GIF_LENGTH + GifBlocks.tableLength(in.u8(GIF_FLAGS));
    ColourTable colours = new ColourTable(in.bytes(GIF_LENGTH, length));
    out.keep(length);
    return new GifBlocks(colours);
  }

  /** The header of a WebP file: RIFF, the length of the rest, WEBP. */
  private static ParserState webP(Lookahead in, StreamFilter out) throws IOException {
    long length = WebPChunks.length(in);
    if (length < WEBP_FORM) {
      return out.keepRest(StripResult.MALFORMED);
    }
    out.keep(WEBP_LENGTH);
    return new WebPFile(length - WEBP_FORM);
  }
}
