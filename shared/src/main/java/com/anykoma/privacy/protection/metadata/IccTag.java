package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * A tag of a colour profile: an entry of its tag table and the tag data to which it points.
 *
 * @param offset of the tag data in the profile, in bytes
 * @param length of the tag data, in bytes
 */
record IccTag(String name, int offset, int length) {
  private static final int TYPE = 8;

  /** 1.0 as a fixed-point number with 16 fractional bits. */
  private static final int ONE = 0x1_0000;

  boolean isWithin(int from, int to) {
    return offset >= from && length >= TYPE && offset <= to - length;
  }

  /** Whether this tag shares the data of {@code before}, or starts after them. */
  boolean follows(IccTag before) {
    boolean isSame =
        offset == before.offset && length == before.length && isText() == before.isText();
    return isSame || offset >= before.offset + before.length;
  }

  private boolean isText() {
    return name.equals("desc") || name.equals("cprt");
  }

  /** Whether the tag is one to keep and its data are valid. */
  boolean isValid(ByteBuffer in) {
    return numbersEnd(in) > 0 || (isText() && emptyLength(in) <= length);
  }

  /** The end of the valid numbers in the tag data; 0 if the tag has none or they are invalid. */
  private int numbersEnd(ByteBuffer in) {
    String type = IccProfile.signature(in, offset);
    boolean isValid =
        switch (name) {
          case "rXYZ", "gXYZ", "bXYZ", "wtpt", "bkpt" ->
              type.equals("XYZ ") && areNumbers(in, TYPE, 3, 2 * ONE);
          case "chad" -> type.equals("sf32") && areNumbers(in, TYPE, 9, 4 * ONE);
          case "rTRC", "gTRC", "bTRC", "kTRC" ->
              type.equals("curv") ? isCurve(in) : type.equals("para") && isFunction(in);
          default -> false;
        };
    return isValid ? numbersLength(in, type) : 0;
  }

  private int numbersLength(ByteBuffer in, String type) {
    return switch (type) {
      case "XYZ " -> TYPE + 12;
      case "sf32" -> TYPE + 36;
      case "curv" -> TYPE + 4 + 2 * in.getInt(offset + TYPE);
      default -> TYPE + 4 + 4 * parameters(in);
    };
  }

  private boolean areNumbers(ByteBuffer in, int from, int n, int max) {
    return length >= from + 4 * n
        && IntStream.range(0, n)
            .map(i -> in.getInt(offset + from + 4 * i))
            .allMatch(it -> it > -max && it < max);
  }

  /** Whether the data are a curve that never falls. */
  private boolean isCurve(ByteBuffer in) {
    if (length < TYPE + 4) {
      return false;
    }
    int n = in.getInt(offset + TYPE);
    int first = offset + TYPE + 4;
    return n >= 0
        && n <= (length - TYPE - 4) / 2
        && IntStream.range(1, n)
            .allMatch(i -> value(in, first + 2 * i) >= value(in, first + 2 * i - 2));
  }

  private static int value(ByteBuffer in, int at) {
    return in.getShort(at) & 0xffff;
  }

  private boolean isFunction(ByteBuffer in) {
    return length >= TYPE + 4
        && parameters(in) > 0
        && areNumbers(in, TYPE + 4, parameters(in), 16 * ONE);
  }

  private int parameters(ByteBuffer in) {
    return switch (in.getShort(offset + TYPE)) {
      case 0 -> 1;
      case 1 -> 3;
      case 2 -> 4;
      case 3 -> 5;
      case 4 -> 7;
      default -> 0;
    };
  }

  /** The length of an empty text of the same type. */
  private int emptyLength(ByteBuffer in) {
    return switch (IccProfile.signature(in, offset)) {
      case "desc" -> 90;
      case "mluc" -> 16;
      case "text" -> 9;
      default -> Integer.MAX_VALUE;
    };
  }

  /** Writes the table entry at {@code entry}, and the data at their offset, texts emptied. */
  void write(ByteBuffer in, ByteBuffer out, int entry) {
    out.put(entry, name.getBytes(StandardCharsets.ISO_8859_1));
    out.putInt(entry + 4, offset).putInt(entry + 8, length);
    out.put(offset, in, offset, 4);
    if (!isText()) {
      out.put(offset + TYPE, in, offset + TYPE, numbersEnd(in) - TYPE);
    } else if (IccProfile.signature(in, offset).equals("desc")) {
      out.putInt(offset + TYPE, 1); // the length of an empty text with its terminating zero
    } else if (IccProfile.signature(in, offset).equals("mluc")) {
      out.putInt(offset + TYPE + 4, 12); // the length of an entry; the number of entries is 0
    }
  }
}
