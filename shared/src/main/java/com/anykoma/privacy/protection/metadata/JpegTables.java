package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables of a JPEG from which its pixels are decoded (ITU T.81, clause B.2.4). A table that no
 * scan uses, or that is replaced before one does, could hold anything.
 */
final class JpegTables {
  private static final int MAX_ID = 3;
  private static final int COEFFICIENTS = 64;
  private static final int LENGTHS = 16;

  /** The tables that no scan has used yet. */
  private final Set<String> unused = new HashSet<>();

  static boolean isId(int id) {
    return id >= 0 && id <= MAX_ID;
  }

  /** Takes the data of a DQT segment; false when they are not tables. */
  boolean quantise(ByteBuffer data) {
    boolean isValid = data.hasRemaining();
    while (isValid && data.hasRemaining()) {
      int head = data.get() & 0xff;
      int size = 1 + (head >> 4);
      isValid = size <= 2 && data.remaining() >= size * COEFFICIENTS && define("Q", head & 15);
      for (int i = 0; isValid && i < COEFFICIENTS; i++) {
        isValid = size == 1 ? data.get() != 0 : data.getShort() != 0;
      }
    }
    return isValid;
  }

  /** Takes the data of a DHT segment; false when they are not tables. */
  boolean huffman(ByteBuffer data) {
    boolean isValid = data.hasRemaining();
    while (isValid && data.hasRemaining()) {
      int head = data.get() & 0xff;
      isValid =
          head >> 4 <= 1
              && define(head >> 4 == 0 ? "D" : "A", head & 15)
              && data.remaining() >= LENGTHS
              && areCodes(data);
    }
    return isValid;
  }

  /** Whether there are enough codes of each length, and no two codes for the same value. */
  private static boolean areCodes(ByteBuffer data) {
    int codes = 0;
    int free = 1;
    for (int i = 0; i < LENGTHS && free > 0; i++) {
      int ofLength = data.get() & 0xff;
      codes += ofLength;
      free = 2 * free - ofLength;
    }
    Set<Byte> values = new HashSet<>();
    boolean isValid = free > 0 && codes > 0 && codes <= data.remaining();
    for (int i = 0; isValid && i < codes; i++) {
      isValid = values.add(data.get());
    }
    return isValid;
  }

  /** Takes the data of a DAC segment; false when they are not conditions. */
  boolean condition(ByteBuffer data) {
    boolean isValid = data.hasRemaining() && data.remaining() % 2 == 0;
    while (isValid && data.hasRemaining()) {
      int head = data.get() & 0xff;
      int value = data.get() & 0xff;
      boolean isDc = head >> 4 == 0;
      isValid =
          head >> 4 <= 1
              && define(isDc ? "D" : "A", head & 15)
              && (isDc ? (value & 15) <= value >> 4 : value >= 1 && value < COEFFICIENTS);
    }
    return isValid;
  }

  /** Takes the data of a DRI segment; false when they are not the length of an interval. */
  boolean restart(ByteBuffer data) {
    return data.remaining() == 2 && define("R", 0);
  }

  private boolean define(String kind, int id) {
    return isId(id) && unused.add(kind + id);
  }

  /**
   * A scan of a component uses tables.
   *
   * @param ids of its tables: for first coefficients in the high half, for others in the low half
   */
  void use(int quantisation, int ids, boolean first, boolean others) {
    unused.remove("R0");
    unused.remove("Q" + quantisation);
    if (first) {
      unused.remove("D" + (ids >> 4 & 15));
    }
    if (others) {
      unused.remove("A" + (ids & 15));
    }
  }

  boolean areUsed() {
    return unused.isEmpty();
  }
}
