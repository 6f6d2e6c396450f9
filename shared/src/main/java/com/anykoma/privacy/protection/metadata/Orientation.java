package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The rotation or mirroring with which a photo is displayed, 2 to 8 (EXIF 2.32, tag 0x0112). It is
 * the only EXIF tag that changes how the pixels look, and it identifies no person.
 */
record Orientation(int value) {
  private static final int TAG = 0x0112;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY = 12;

  Orientation {
    if (value < 2 || value > 8) {
      throw new IllegalArgumentException(
          "orientation must be 2 to 8; 1 means upright and needs no tag");
    }
  }

  /** Reads the first directory of TIFF data, which may be truncated; empty if 1 or absent. */
  static Optional<Orientation> in(ByteBuffer tiff) {
    if (tiff.limit() < 8) {
      return Optional.empty();
    }
    short order = tiff.getShort(0);
    if (order != 0x4949 && order != 0x4d4d) { // "II", "MM"
      return Optional.empty();
    }
    tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (tiff.getShort(2) != 42 || directory > tiff.limit() - 2) {
      return Optional.empty();
    }
    return find(tiff, (int) directory);
  }

  private static Optional<Orientation> find(ByteBuffer tiff, int directory) {
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    int at = directory + 2;
    for (int i = 0; i < entries && at <= tiff.limit() - ENTRY; i++, at += ENTRY) {
      if (tiff.getShort(at) == TAG) {
        return value(tiff, at);
      }
    }
    return Optional.empty();
  }

  /** Accepts LONG and BYTE besides the standard SHORT, as viewers do: some cameras write them. */
  private static Optional<Orientation> value(ByteBuffer tiff, int entry) {
    long value =
        switch (tiff.getShort(entry + 2)) {
          case BYTE -> tiff.get(entry + 8);
          case SHORT -> tiff.getShort(entry + 8);
          case LONG -> tiff.getInt(entry + 8);
          default -> 0;
        };
    return tiff.getInt(entry + 4) == 1 && value >= 2 && value <= 8
        ? Optional.of(new Orientation((int) value))
        : Optional.empty();
  }

  /** A JPEG segment of 36 bytes with EXIF that contains only this tag. */
  byte[] segment() {
    return ByteBuffer.allocate(36)
        .putShort((short) 0xffe1)
        .putShort((short) 34) // the length of the rest
        .putInt(0x45786966) // "Exif"
        .putShort((short) 0)
        .putInt(0x4d4d002a) // "MM", 42
        .putInt(8) // the offset of the directory
        .putShort((short) 1)
        .putShort((short) TAG)
        .putShort((short) SHORT)
        .putInt(1)
        .putShort((short) value)
        .putShort((short) 0)
        .putInt(0) // no further directory
        .array();
  }
}
