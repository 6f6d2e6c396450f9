package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;

/** Blocks of GIF files. */
final class GifFixtures {
  private GifFixtures() {}

  /** An extension with a sub-block for each piece of data. */
  static byte[] extension(int label, byte[]... data) {
    byte[] block = bytes(0x21, label);
    for (byte[] each : data) {
      block = joined(block, bytes(each.length), each);
    }
    return joined(block, bytes(0));
  }

  static byte[] comment(String text) {
    return extension(0xfe, ascii(text));
  }

  static byte[] application(String name, byte[]... data) {
    return extension(0xff, ascii(name), joined(data));
  }

  /** XMP as Adobe writes it: the text, then bytes from each of which a decoder reaches the end. */
  static byte[] xmp(String text) {
    byte[] lead = new byte[257];
    for (int i = 1; i < lead.length; i++) {
      lead[i] = (byte) (256 - i);
    }
    lead[0] = 1;
    return joined(bytes(0x21, 0xff, 11), ascii("XMP DataXMP" + text), lead, bytes(0));
  }

  /** {@code gif} with blocks right after its screen and colour table. */
  static byte[] withHead(byte[] gif, byte[]... blocks) {
    return ByteArrays.inserted(gif, 13 + (3 << ((gif[10] & 7) + 1)), blocks);
  }

  static byte[] withTail(byte[] gif, byte[]... blocks) {
    return ByteArrays.inserted(gif, gif.length - 1, blocks);
  }
}
