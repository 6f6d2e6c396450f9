package com.anykoma.privacy.protection.metadata;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * The data of a PNG chunk that is too long to be shown as a whole, and its CRC: four bytes that a
 * file could misuse, so that they have to be right.
 */
final class PngData implements Inspector, Format {
  private final CRC32 crc = new CRC32();
  private final Inspector data;
  private final Format following;

  /**
   * @param begun what belongs to the CRC and comes before the data
   */
  PngData(byte[] begun, Inspector data, Format following) {
    this.crc.update(begun);
    this.data = data;
    this.following = following;
  }

  @Override
  public void see(byte[] bytes, int from, int to) {
    crc.update(bytes, from, to - from);
    data.see(bytes, from, to);
  }

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(4)) {
      return this;
    }
    buffer.markUncleanUnless(window.u32(0) == crc.getValue());
    buffer.keep(4);
    return following;
  }
}
