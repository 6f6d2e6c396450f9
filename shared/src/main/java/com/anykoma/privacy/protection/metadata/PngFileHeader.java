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
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needsUnlessEnded(LENGTH)) {
      return this;
    }
    Optional<PngImageHeader> header =
        in.matches(SIGNATURE.length(), CHUNK) && in.has(LENGTH)
            ? PngImageHeader.in(in.view(DATA, CRC))
            : Optional.empty();
    if (header.isEmpty()) {
      out.keepRest(StripResult.MALFORMED);
      return this;
    }
    out.markMalformedUnless(in.u32(CRC) == PngChunk.crc(in.bytes(12, CRC)));
    out.keep(LENGTH);
    return new PngChunks(header.get());
  }
}
