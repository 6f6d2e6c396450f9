package com.anykoma.privacy.protection.metadata;

/**
 * The rows of a PNG's inflated pixel data, in up to seven passes if it is interlaced. Counts them,
 * and decodes the first {@value HiddenText#PIXELS} pixels of each, because text may hide there. Of
 * rows of a palette's indexes, up to {@value #MAX_INDEXES} are decoded.
 */
final class PngRows {
  private static final int[][] WHOLE = {{0, 0, 1, 1}};

  /** Column and row of the first pixel, distance of columns and of rows (Adam7). */
  private static final int[][] INTERLACED = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** The longest row of indexes of which all are decoded. */
  private static final int MAX_INDEXES = 65_536;

  private final PngHeader header;
  private final PngColours colours;
  private final HiddenText text;
  private final int[][] passes;
  private int pass = -1;
  private long rowsLeft;
  private long row;

  /** Where the next byte belongs in its row; the first one names the row's filter. */
  private long at;

  private long rowLength;
  private byte[] start = {};
  private byte[] above = {};

  PngRows(PngHeader header, PngColours colours) {
    this.header = header;
    this.colours = colours;
    this.text = new HiddenText(header.width(), header.height());
    this.passes = header.isInterlaced() ? INTERLACED : WHOLE;
    nextPass();
  }

  /** The length in bytes of all rows. */
  static long length(PngHeader header) {
    long length = 0;
    for (int[] each : header.isInterlaced() ? INTERLACED : WHOLE) {
      long columns = columns(header, each);
      length += columns == 0 ? 0 : rows(header, each) * (1 + header.rowLength(columns));
    }
    return length;
  }

  private static long columns(PngHeader header, int[] pass) {
    return ((long) header.width() - pass[0] + pass[2] - 1) / pass[2];
  }

  private static long rows(PngHeader header, int[] pass) {
    return ((long) header.height() - pass[1] + pass[3] - 1) / pass[3];
  }

  private void nextPass() {
    do {
      pass++;
    } while (pass < passes.length && columns(header, passes[pass]) == 0);
    if (pass < passes.length) {
      long columns = columns(header, passes[pass]);
      rowsLeft = rows(header, passes[pass]);
      rowLength = 1 + header.rowLength(columns);
      int shown = 1 + (int) header.rowLength(Math.min(columns, pixelsShown()));
      start = new byte[shown];
      above = new byte[shown];
      row = 0;
      if (rowsLeft == 0) {
        nextPass();
      }
    }
  }

  /** Of a palette's indexes all are decoded, to know which colours are used. */
  private int pixelsShown() {
    return header.hasPalette() ? MAX_INDEXES : HiddenText.PIXELS;
  }

  /** Takes the next bytes; false when there are too many, or a row has an unknown filter. */
  boolean take(byte[] bytes, int length) {
    int from = 0;
    while (from < length) {
      if (isComplete()) {
        return false;
      }
      int taken = (int) Math.min(length - from, rowLength - at);
      if (at < start.length) {
        int copied = (int) Math.min(taken, start.length - at);
        System.arraycopy(bytes, from, start, (int) at, copied);
      }
      from += taken;
      at += taken;
      if (at == rowLength && !endRow()) {
        return false;
      }
    }
    return true;
  }

  private boolean endRow() {
    if (!PngFilter.undo(start, above, Math.max(1, header.channels() * header.depth() / 8))) {
      return false;
    }
    int[] now = passes[pass];
    for (int i = 0; i < HiddenText.PIXELS && header.rowLength(i + 1L) < start.length; i++) {
      long x = now[0] + (long) i * now[2];
      if (x < header.width()) {
        int[] rgba = colours.of(start, i);
        text.see(x, now[1] + row * now[3], rgba[0], rgba[1], rgba[2], rgba[3]);
      }
    }
    if (header.hasPalette()) {
      colours.use(start, (int) Math.min(columns(header, now), MAX_INDEXES));
    }
    byte[] next = above;
    above = start;
    start = next;
    at = 0;
    row++;
    rowsLeft--;
    if (rowsLeft == 0) {
      nextPass();
    }
    return true;
  }

  boolean isComplete() {
    return pass == passes.length;
  }

  /** Whether the pixels hide text. */
  boolean hideText() {
    return text.isFound();
  }
}
