package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u16;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Segments of JPEG files. */
final class JpegFixtures {
  static final int SOF = 0xc0;
  static final int DHT = 0xc4;
  static final int SOS = 0xda;
  static final int DQT = 0xdb;
  static final int DNL = 0xdc;
  static final int DRI = 0xdd;
  static final int APP0 = 0xe0;
  static final int APP1 = 0xe1;
  static final int APP2 = 0xe2;
  static final int APP11 = 0xeb;
  static final int APP13 = 0xed;
  static final int APP14 = 0xee;
  static final int COM = 0xfe;
  static final byte[] END = bytes(0xff, 0xd9);

  private JpegFixtures() {}

  static byte[] segment(int marker, byte[] data) {
    return joined(bytes(0xff, marker), u16(2 + data.length), data);
  }

  static byte[] segment(int marker, String data) {
    return segment(marker, ascii(data));
  }

  /** The tables and frame header of a picture of 8 x 8 pixels with this number of components. */
  static byte[] beginning(int components) {
    byte[] frame = bytes(8, 0, 8, 0, 8, components);
    for (int i = 1; i <= components; i++) {
      frame = joined(frame, bytes(i, 0x11, 0));
    }
    return joined(
        bytes(0xff, 0xd8), quantisation(0), segment(SOF, frame), codes(0x00), codes(0x10));
  }

  static byte[] quantisation(int id) {
    byte[] table = new byte[65];
    Arrays.fill(table, (byte) 1);
    table[0] = (byte) id;
    return segment(DQT, table);
  }

  /** A table with one code of two bits, for the value zero. */
  static byte[] codes(int id) {
    return segment(DHT, joined(bytes(id, 0, 1), new byte[15]));
  }

  /** The header of a scan that holds all coefficients of one component. */
  static byte[] scan(int component) {
    return segment(SOS, bytes(1, component, 0, 0, 63, 0));
  }

  /** A picture of one component whose scan has these data. */
  static byte[] picture(byte[] data) {
    return joined(beginning(1), scan(1), data, END);
  }

  static byte[] exif(byte[] tiff) {
    return segment(APP1, joined(ascii("Exif\0\0"), tiff));
  }

  /** A colour profile in one segment. */
  static byte[] profile(byte[] profile) {
    return segment(APP2, joined(ascii("ICC_PROFILE\0\1\1"), profile));
  }

  /** TIFF data with a camera's name, an orientation and GPS data. */
  static byte[] tiff(ByteOrder order, int orientation) {
    return tiff(order, 3, order == ByteOrder.BIG_ENDIAN ? orientation << 16 : orientation);
  }

  /** The same, with the orientation as a value of {@code type} in 4 bytes. */
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

  /** TIFF data with an orientation in a directory at this offset. */
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

  /** {@code jpeg} with segments after its first marker. */
  static byte[] withHead(byte[] jpeg, byte[]... segments) {
    return ByteArrays.inserted(jpeg, 2, segments);
  }
}
