package com.anykoma.privacy.protection.metadata;

import java.util.BitSet;

/** A table of colours, three bytes each, and which of them pixels have. */
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

  /** One value of a colour: 0 is red, 1 green, 2 blue. */
  int value(int entry, int channel) {
    return table[ENTRY * entry + channel] & 0xff;
  }

  void use(int entry) {
    used.set(entry);
  }

  void use(BitSet entries) {
    used.or(entries);
  }

  /** Whether the colours that no pixel has are plain text. */
  boolean holdsText() {
    TextRun text = new TextRun();
    for (int i = 0; i < table.length; i++) {
      if (!used.get(i / ENTRY)) {
        text.see(table, i, i + 1);
      } else {
        text.see(new byte[1], 0, 1);
      }
    }
    return text.isFound();
  }
}
