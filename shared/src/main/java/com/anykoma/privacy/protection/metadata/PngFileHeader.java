package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;
import java.util.Optional;

/** The signature of a PNG file and its IHDR chunk, which every valid file has. */
final class PngFileHeader implements ParserState {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final String CHUNK = "\0\0\0\rIHDR";
  private static final int DATA = SIGNATURE.length() + CHUNK.length();
  private static final int CRC = DATA + PngImageHeader.LENGTH;
  private static final int LENGTH = CRC + PngChunks.CRC;

  @Override
  public ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needsUnlessEnded(LENGTH)) {
      return this;
    }
    Optional<PngImageHeader> header =
        lookahead.matches(SIGNATURE.length(), CHUNK) && lookahead.has(LENGTH)
            ? PngImageHeader.in(lookahead.view(DATA, CRC))
            : Optional.empty();
    if (header.isEmpty()) {
      filter.keepRest(StripResult.MALFORMED);
      return this;
    }
    filter.markMalformedUnless(lookahead.u32(CRC) == PngChunk.crc(lookahead.bytes(12, CRC)));
    filter.keep(LENGTH);
    return new PngChunks(header.get());
  }
}
