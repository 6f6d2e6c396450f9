package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.littleU32;

/** Chunks of WebP files. */
final class WebPFixtures {
  static final int ICC = 0x20;
  static final int ALPHA = 0x10;
  static final int EXIF = 0x08;
  static final int XMP = 0x04;
  static final int ANIMATION = 0x02;

  /** A lossless image of one pixel. */
  static final byte[] PIXEL = bytes(0x2f, 0, 0, 0, 0, 0x88, 0x88, 0x08);

  /** The header of a lossy image of 21 x 13 pixels, and two data bytes. */
  static final byte[] LOSSY = bytes(0x30, 0, 0, 0x9d, 1, 0x2a, 21, 0, 13, 0, 7, 7);

  private WebPFixtures() {}

  /** An image without alpha. */
  static byte[] picture() {
    return chunk("VP8L", PIXEL);
  }

  static byte[] lossy() {
    return chunk("VP8 ", LOSSY);
  }

  /** A chunk of compressed alpha. */
  static byte[] alpha() {
    return chunk("ALPH", bytes(1, 7, 7));
  }

  static byte[] animation() {
    return chunk("ANIM", new byte[6]);
  }

  static byte[] file(byte[]... chunks) {
    byte[] all = joined(chunks);
    return joined(ascii("RIFF"), littleU32(4 + all.length), ascii("WEBP"), all);
  }

  static byte[] chunk(String type, byte[] data) {
    return joined(ascii(type), littleU32(data.length), data, new byte[data.length & 1]);
  }

  static byte[] chunk(String type, String data) {
    return chunk(type, ascii(data));
  }

  /** The replacement of a removed chunk. */
  static byte[] ignored(int length) {
    return chunk("JUNK", new byte[length]);
  }

  static byte[] features(int flags) {
    return chunk("VP8X", bytes(flags, 0, 0, 0, 20, 0, 0, 12, 0, 0));
  }

  static byte[] frame(byte[]... chunks) {
    return chunk("ANMF", joined(new byte[16], joined(chunks)));
  }
}
