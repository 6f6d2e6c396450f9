package com.anykoma.privacy.protection.metadata;

/**
 * The rows of a PNG's inflated pixel data; an interlaced image has up to seven passes of rows.
 * Counts the rows and decodes the first {@value StealthTextDetector#PIXELS} pixels of each, which
 * can contain hidden text. In an image with a palette it marks the colours that the first {@value
 * #MAX_INDEXES} pixels of each row use.
 */
final class PngRows {
  private static final int[][] SINGLE_PASS = {{0, 0, 1, 1}};

  /** Per pass: column and row of the first pixel, column step, row step (Adam7). */
  private static final int[][] INTERLACED = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** The maximum number of palette indexes that are decoded per row. */
  private static final int MAX_INDEXES = 65_536;

  private final PngImageHeader header;
  private final PngColours colours;
  private final StealthTextDetector text;
  private final int[][] passes;
  private int pass = -1;
  private long remainingRows;
  private long row;

  /** The position of the next byte in its row; byte 0 is the filter type. */
  private long at;

  private long rowLength;
  private byte[] start = {};
  private byte[] above = {};

  PngRows(PngImageHeader header, PngColours colours) {
    this.header = header;
    this.colours = colours;
    this.text = new StealthTextDetector(header.width(), header.height());
    this.passes = header.isInterlaced() ? INTERLACED : SINGLE_PASS;
    nextPass();
  }

  /** The total length of all rows, in bytes. */
  static long length(PngImageHeader header) {
    long length = 0;
    for (int[] each : header.isInterlaced() ? INTERLACED : SINGLE_PASS) {
      long columns = columns(header, each);
      length += columns == 0 ? 0 : rows(header, each) * (1 + header.rowLength(columns));
    }
    return length;
  }

  private static long columns(PngImageHeader header, int[] pass) {
    return ((long) header.width() - pass[0] + pass[2] - 1) / pass[2];
  }

  private static long rows(PngImageHeader header, int[] pass) {
    return ((long) header.height() - pass[1] + pass[3] - 1) / pass[3];
  }

  private void nextPass() {
    do {
      pass++;
    } while (pass < passes.length && columns(header, passes[pass]) == 0);
    if (pass < passes.length) {
      long columns = columns(header, passes[pass]);
      remainingRows = rows(header, passes[pass]);
      rowLength = 1 + header.rowLength(columns);
      int decoded = 1 + (int) header.rowLength(Math.min(columns, pixelsToDecode()));
      start = new byte[decoded];
      above = new byte[decoded];
      row = 0;
      if (remainingRows == 0) {
        nextPass();
      }
    }
  }

  /** All palette indexes are decoded, to find the unused colours. */
  private int pixelsToDecode() {
    return header.hasPalette() ? MAX_INDEXES : StealthTextDetector.PIXELS;
  }

  /** Adds the next bytes. Returns false if there are too many, or a row's filter is unknown. */
  boolean accept(byte[] bytes, int length) {
    int from = 0;
    while (from < length) {
      if (isComplete()) {
        return false;
      }
      int accepted = (int) Math.min(length - from, rowLength - at);
      if (at < start.length) {
        int copied = (int) Math.min(accepted, start.length - at);
        System.arraycopy(bytes, from, start, (int) at, copied);
      }
      from += accepted;
      at += accepted;
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
    for (int i = 0;
        i < StealthTextDetector.PIXELS && header.rowLength(i + 1L) < start.length;
        i++) {
      long x = now[0] + (long) i * now[2];
      if (x < header.width()) {
        int[] rgba = colours.of(start, i);
        text.addPixel(x, now[1] + row * now[3], rgba[0], rgba[1], rgba[2], rgba[3]);
      }
    }
    if (header.hasPalette()) {
      colours.markUsed(start, (int) Math.min(columns(header, now), MAX_INDEXES));
    }
    byte[] next = above;
    above = start;
    start = next;
    at = 0;
    row++;
    remainingRows--;
    if (remainingRows == 0) {
      nextPass();
    }
    return true;
  }

  boolean isComplete() {
    return pass == passes.length;
  }

  boolean hidesText() {
    return text.isFound();
  }
}
