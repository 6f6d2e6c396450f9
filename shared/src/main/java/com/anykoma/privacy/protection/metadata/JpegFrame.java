package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a JPEG's frame and the headers of its scans say (ITU T.81, clause B.2): which components
 * there are, and which of their coefficients each scan holds. A scan that holds what another one
 * held already could hold anything.
 */
final class JpegFrame {
  private static final int SOF0 = 0xffc0;
  private static final int COEFFICIENTS = 64;
  private static final int MAX_COMPONENTS = 4;
  private static final int MAX_SAMPLING = 4;
  private static final int MAX_BIT = 13;

  /** Sequential and progressive, with Huffman or arithmetic coding: what decoders read. */
  private static final Set<Integer> DECODED = Set.of(0xffc0, 0xffc1, 0xffc2, 0xffc9, 0xffca);

  /** A component, and to which bit each of its coefficients is known: -1 if it is not. */
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
  private boolean isHeightOpen;

  JpegFrame(JpegTables tables) {
    this.tables = tables;
  }

  /** Takes a frame's header; false when it is not as the format asks for, or is the second one. */
  boolean begin(int marker, ByteBuffer data) {
    int n = data.remaining() < 6 ? 0 : data.get(5);
    if (!components.isEmpty() || n < 1 || n > MAX_COMPONENTS || data.remaining() != 6 + 3 * n) {
      return false;
    }
    isHeightOpen = data.getShort(1) == 0;
    boolean isValid = DECODED.contains(marker) && data.getShort(3) != 0;
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

  /** Takes a scan's header; false when it is not as the format asks for. */
  boolean scan(ByteBuffer data) {
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
        tables.use(component.table, data.get(2 + 2 * i), first == 0 && high == 0, last > 0);
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

  /** Whether the frame's height has to follow the first scan. */
  boolean isHeightOpen() {
    return isHeightOpen;
  }

  /** Takes the data of a DNL segment; false when they are not the frame's height. */
  boolean closeHeight(ByteBuffer data) {
    isHeightOpen = false;
    return data.remaining() == 2 && isBegun();
  }

  /** Whether a scan was there. */
  private boolean isBegun() {
    return components.values().stream().anyMatch(it -> it.bits[0] >= 0);
  }

  /** Whether every component has pixels, and every table was used. */
  boolean isWhole() {
    return !components.isEmpty()
        && !isHeightOpen
        && components.values().stream().allMatch(it -> it.bits[0] >= 0)
        && tables.areUsed();
  }
}
