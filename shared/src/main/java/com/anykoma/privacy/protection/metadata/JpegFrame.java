package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The frame header and scan headers of a JPEG (ITU T.81, clause B.2): the components, and the
 * coefficients of them that each scan contains. A scan that repeats coefficients is invalid,
 * because it could contain any data.
 */
final class JpegFrame {
  private static final int SOF0 = 0xffc0;
  private static final int COEFFICIENTS = 64;
  private static final int MAX_COMPONENTS = 4;
  private static final int MAX_SAMPLING = 4;
  private static final int MAX_BIT = 13;

  /** The frame types that decoders support: sequential and progressive, Huffman or arithmetic. */
  private static final Set<Integer> SUPPORTED = Set.of(0xffc0, 0xffc1, 0xffc2, 0xffc9, 0xffca);

  /** A component; {@code bits} is the lowest known bit per coefficient, -1 if none is known. */
  private static final class Component {
    private final int table;
    private final int[] bits = new int[COEFFICIENTS];

    Component(int table) {
      this.table = table;
      Arrays.fill(bits, -1);
    }
  }

  private final Map<Integer, Component> components = new HashMap<>();
  private final JpegTables tables;
  private boolean isHeightPending;

  JpegFrame(JpegTables tables) {
    this.tables = tables;
  }

  /** Processes a frame header. Returns false if it is invalid or a second one. */
  boolean acceptFrame(int marker, ByteBuffer data) {
    int n = data.remaining() < 6 ? 0 : data.get(5);
    if (!components.isEmpty() || n < 1 || n > MAX_COMPONENTS || data.remaining() != 6 + 3 * n) {
      return false;
    }
    isHeightPending = data.getShort(1) == 0;
    boolean isValid = SUPPORTED.contains(marker) && data.getShort(3) != 0;
    isValid &= data.get(0) == 8 || (data.get(0) == 12 && marker != SOF0);
    for (int i = 0; i < n; i++) {
      int sampling = data.get(6 + 3 * i + 1) & 0xff;
      int table = data.get(6 + 3 * i + 2);
      isValid &= isSampling(sampling >> 4) && isSampling(sampling & 15) && JpegTables.isId(table);
      components.put(data.get(6 + 3 * i) & 0xff, new Component(table));
    }
    return isValid && components.size() == n;
  }

  private static boolean isSampling(int value) {
    return value >= 1 && value <= MAX_SAMPLING;
  }

  /** Processes a scan header. Returns false if it is invalid or repeats coefficients. */
  boolean acceptScan(ByteBuffer data) {
    int n = data.hasRemaining() ? data.get(0) : 0;
    if (n < 1 || n > MAX_COMPONENTS || data.remaining() != 4 + 2 * n) {
      return false;
    }
    int first = data.get(1 + 2 * n);
    int last = data.get(2 + 2 * n);
    int high = data.get(3 + 2 * n) >> 4 & 15;
    int low = data.get(3 + 2 * n) & 15;
    if (first < 0 || last < first || last >= COEFFICIENTS || high > MAX_BIT || low > MAX_BIT) {
      return false;
    }
    boolean isValid = true;
    for (int i = 0; i < n; i++) {
      Component component = components.get(data.get(1 + 2 * i) & 0xff);
      isValid &= component != null && refine(component.bits, first, last, high, low);
      if (component != null) {
        tables.markUsed(component.table, data.get(2 + 2 * i), first == 0 && high == 0, last > 0);
      }
    }
    return isValid;
  }

  private static boolean refine(int[] bits, int first, int last, int high, int low) {
    boolean isNew = true;
    for (int i = first; i <= last; i++) {
      isNew &= bits[i] < 0 ? high == 0 : high > 0 && high == bits[i] && low == high - 1;
      bits[i] = low;
    }
    return isNew;
  }

  /** Whether the frame header left the height to a DNL segment after the first scan. */
  boolean isHeightPending() {
    return isHeightPending;
  }

  /** Processes a DNL segment. Returns false if it is invalid or precedes the first scan. */
  boolean acceptHeight(ByteBuffer data) {
    isHeightPending = false;
    return data.remaining() == 2 && hasScan();
  }

  private boolean hasScan() {
    return components.values().stream().anyMatch(it -> it.bits[0] >= 0);
  }

  /** Whether a scan contains each component, the height is known and all tables were used. */
  boolean isComplete() {
    return !components.isEmpty()
        && !isHeightPending
        && components.values().stream().allMatch(it -> it.bits[0] >= 0)
        && tables.areAllUsed();
  }
}
