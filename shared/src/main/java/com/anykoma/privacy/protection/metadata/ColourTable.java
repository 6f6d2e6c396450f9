package com.anykoma.privacy.protection.metadata;

import java.util.BitSet;

/** A table of RGB colours, three bytes each, that records which of them the pixels use. */
final class ColourTable {
  private static final int ENTRY = 3;

  private final byte[] table;
  private final BitSet used = new BitSet();

  ColourTable(byte[] table) {
    this.table = table;
  }

  int entries() {
    return table.length / ENTRY;
  }

  /** One channel of a colour: 0 is red, 1 green, 2 blue. */
  int value(int entry, int channel) {
    return table[ENTRY * entry + channel] & 0xff;
  }

  void markUsed(int entry) {
    used.set(entry);
  }

  void markUsed(BitSet entries) {
    used.or(entries);
  }

  /** Whether the colours that no pixel uses contain plain text. */
  boolean holdsText() {
    PlainTextDetector text = new PlainTextDetector();
    for (int i = 0; i < table.length; i++) {
      if (!used.get(i / ENTRY)) {
        text.inspect(table, i, i + 1);
      } else {
        text.inspect(new byte[1], 0, 1);
      }
    }
    return text.isFound();
  }
}
