package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.util.Optional;

/** The beginning of a PNG file: its signature, and the IHDR chunk, which no valid file lacks. */
final class PngBeginning implements Format {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final String CHUNK = "\0\0\0\rIHDR";
  private static final int DATA = SIGNATURE.length() + CHUNK.length();
  private static final int CRC = DATA + PngHeader.LENGTH;
  private static final int LENGTH = CRC + PngChunks.CRC;

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.awaits(LENGTH)) {
      return this;
    }
    Optional<PngHeader> header =
        window.matches(SIGNATURE.length(), CHUNK) && window.shows(LENGTH)
            ? PngHeader.in(window.view(DATA, CRC))
            : Optional.empty();
    if (header.isEmpty()) {
      buffer.keepRest(StripResult.MALFORMED);
      return this;
    }
    buffer.markUncleanUnless(window.u32(CRC) == PngChunk.crc(window.bytes(12, CRC)));
    buffer.keep(LENGTH);
    return new PngChunks(header.get());
  }
}
