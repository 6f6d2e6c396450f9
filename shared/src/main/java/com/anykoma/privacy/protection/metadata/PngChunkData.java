package com.anykoma.privacy.protection.metadata;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * The data of a PNG chunk that is too long for the lookahead, and its CRC. An invalid CRC makes the
 * file malformed, because its four bytes could hold other data.
 */
final class PngChunkData implements ByteInspector, ParserState {
  private final CRC32 crc = new CRC32();
  private final ByteInspector data;
  private final ParserState following;

  /** Checks the CRC over the prefix, the bytes before the data, and the data. */
  PngChunkData(byte[] prefix, ByteInspector data, ParserState following) {
    this.crc.update(prefix);
    this.data = data;
    this.following = following;
  }

  @Override
  public void inspect(byte[] bytes, int from, int to) {
    crc.update(bytes, from, to - from);
    data.inspect(bytes, from, to);
  }

  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(4)) {
      return this;
    }
    out.markMalformedUnless(in.u32(0) == crc.getValue());
    out.keep(4);
    return following;
  }
}
