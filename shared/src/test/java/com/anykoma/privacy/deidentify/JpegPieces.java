package com.anykoma.privacy.deidentify;

import static com.anykoma.privacy.deidentify.Pieces.ascii;
import static com.anykoma.privacy.deidentify.Pieces.bytes;
import static com.anykoma.privacy.deidentify.Pieces.joined;
import static com.anykoma.privacy.deidentify.Pieces.u16;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Segments of JPEG files. */
final class JpegPieces {
  static final int APP0 = 0xe0;
  static final int APP1 = 0xe1;
  static final int APP2 = 0xe2;
  static final int APP11 = 0xeb;
  static final int APP13 = 0xed;
  static final int APP14 = 0xee;
  static final int COM = 0xfe;

  private JpegPieces() {}

  static byte[] segment(int marker, byte[] data) {
    return joined(bytes(0xff, marker), u16(2 + data.length), data);
  }

  static byte[] segment(int marker, String data) {
    return segment(marker, ascii(data));
  }

  static byte[] exif(byte[] tiff) {
    return segment(APP1, joined(ascii("Exif\0\0"), tiff));
  }

  /** A camera's name, an orientation, a place. */
  static byte[] tiff(ByteOrder order, int orientation) {
    return tiff(order, 3, order == ByteOrder.BIG_ENDIAN ? orientation << 16 : orientation);
  }

  /** The same with the orientation as a value of another type, in 4 bytes. */
  static byte[] tiff(ByteOrder order, int type, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(96).order(order);
    header(tiff, 8);
    tiff.putShort((short) 3);
    entry(tiff, 0x010f, 2, 14, 50); // make
    entry(tiff, 0x0112, type, 1, orientation);
    entry(tiff, 0x8825, 4, 1, 64); // GPS
    tiff.putInt(0).put(ascii("PLANTED camera"));
    tiff.putShort((short) 1);
    entry(tiff, 0x001d, 2, 11, 80); // date of the place
    tiff.position(80).put(ascii("PLANTED day"));
    return tiff.array();
  }

  /** An orientation in a directory that begins at this byte. */
  static byte[] tiffWithDirectoryAt(int at, ByteOrder order, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(at + 18).order(order);
    header(tiff, at);
    tiff.position(at).putShort((short) 1);
    entry(tiff, 0x0112, 3, 1, order == ByteOrder.BIG_ENDIAN ? orientation << 16 : orientation);
    return tiff.array();
  }

  private static void header(ByteBuffer tiff, int directory) {
    boolean little = tiff.order() == ByteOrder.LITTLE_ENDIAN;
    tiff.put(ascii(little ? "II" : "MM")).putShort((short) 42).putInt(directory);
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  /** {@code jpeg} with segments right after its first marker. */
  static byte[] withHead(byte[] jpeg, byte[]... segments) {
    return Pieces.inserted(jpeg, 2, segments);
  }
}
