package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The tables with which a JPEG's pixels are decoded (ITU T.81, clause B.2.4). A table is invalid if
 * no scan uses it before it is replaced or the image ends, because it could contain any data.
 */
final class JpegTables {
  private static final int MAX_ID = 3;
  private static final int COEFFICIENTS = 64;
  private static final int LENGTHS = 16;

  private final Set<String> unused = new HashSet<>();

  static boolean isId(int id) {
    return id >= 0 && id <= MAX_ID;
  }

  /** Processes a DQT segment. Returns false if it is invalid. */
  boolean acceptQuantisationTables(ByteBuffer data) {
    return areAll(
        data,
        head -> {
          int size = 1 + (head >> 4);
          return size <= 2
              && data.remaining() >= size * COEFFICIENTS
              && define("Q", head & 15)
              && IntStream.range(0, COEFFICIENTS)
                  .map(i -> size == 1 ? data.get() : data.getShort())
                  .allMatch(it -> it != 0);
        });
  }

  /** Processes a DHT segment. Returns false if it is invalid. */
  boolean acceptHuffmanTables(ByteBuffer data) {
    return areAll(
        data,
        head ->
            head >> 4 <= 1
                && define(head >> 4 == 0 ? "D" : "A", head & 15)
                && data.remaining() >= LENGTHS
                && areCodes(data));
  }

  /** Whether the data are tables, each of which begins with a byte that names it. */
  private static boolean areAll(ByteBuffer data, IntPredicate isTable) {
    boolean isValid = data.hasRemaining();
    while (isValid && data.hasRemaining()) {
      isValid = isTable.test(data.get() & 0xff);
    }
    return isValid;
  }

  /** Whether the code lengths form a prefix code, and no two codes have the same value. */
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

  /** Processes a DAC segment. Returns false if it is invalid. */
  boolean acceptConditioning(ByteBuffer data) {
    return data.remaining() % 2 == 0
        && areAll(data, head -> isConditioning(head, data.get() & 0xff));
  }

  private boolean isConditioning(int head, int value) {
    boolean isDc = head >> 4 == 0;
    return head >> 4 <= 1
        && define(isDc ? "D" : "A", head & 15)
        && (isDc ? (value & 15) <= value >> 4 : value >= 1 && value < COEFFICIENTS);
  }

  /** Processes a DRI segment. Returns false if it is invalid. */
  boolean acceptRestartInterval(ByteBuffer data) {
    return data.remaining() == 2 && define("R", 0);
  }

  private boolean define(String kind, int id) {
    return isId(id) && unused.add(kind + id);
  }

  /**
   * Marks the tables that a scan of one component uses.
   *
   * @param ids of the entropy tables: DC in the high four bits, AC in the low four
   * @param first whether the scan contains the DC coefficient
   * @param others whether it contains AC coefficients
   */
  void markUsed(int quantisation, int ids, boolean first, boolean others) {
    unused.remove("R0");
    unused.remove("Q" + quantisation);
    if (first) {
      unused.remove("D" + (ids >> 4 & 15));
    }
    if (others) {
      unused.remove("A" + (ids & 15));
    }
  }

  boolean areAllUsed() {
    return unused.isEmpty();
  }
}
