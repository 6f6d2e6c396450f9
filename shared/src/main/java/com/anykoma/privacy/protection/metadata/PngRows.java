package com.anykoma.privacy.protection.metadata;

import java.util.Arrays;
import java.util.List;

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

  /** Where a pass begins, its steps, and the numbers of its columns and rows. */
  private record Pass(int x, int y, int xStep, int yStep, long columns, long rows) {
    static Pass of(int x, int y, int xStep, int yStep, PngImageHeader header) {
      long columns = ((long) header.width() - x + xStep - 1) / xStep;
      return new Pass(
          x, y, xStep, yStep, columns, ((long) header.height() - y + yStep - 1) / yStep);
    }
  }

  private final PngImageHeader header;
  private final PngColours colours;
  private final StealthTextDetector text;
  private final List<Pass> passes;
  private int pass = -1;
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
    this.passes = passes(header);
    nextPass();
  }

  private static List<Pass> passes(PngImageHeader header) {
    return Arrays.stream(header.isInterlaced() ? INTERLACED : SINGLE_PASS)
        .map(it -> Pass.of(it[0], it[1], it[2], it[3], header))
        .filter(it -> it.columns > 0 && it.rows > 0)
        .toList();
  }

  /** The total length of all rows, in bytes. */
  static long length(PngImageHeader header) {
    return passes(header).stream()
        .mapToLong(it -> it.rows * (1 + header.rowLength(it.columns)))
        .sum();
  }

  private void nextPass() {
    pass++;
    if (pass < passes.size()) {
      long columns = passes.get(pass).columns;
      rowLength = 1 + header.rowLength(columns);
      int decoded = 1 + (int) header.rowLength(Math.min(columns, pixelsToDecode()));
      start = new byte[decoded];
      above = new byte[decoded];
      row = 0;
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
    Pass now = passes.get(pass);
    for (int i = 0;
        i < StealthTextDetector.PIXELS && header.rowLength(i + 1L) < start.length;
        i++) {
      long x = now.x + (long) i * now.xStep;
      if (x < header.width()) {
        int[] rgba = colours.of(start, i);
        text.addPixel(x, now.y + row * now.yStep, rgba[0], rgba[1], rgba[2], rgba[3]);
      }
    }
    if (header.hasPalette()) {
      colours.markUsed(start, (int) Math.min(now.columns, MAX_INDEXES));
    }
    byte[] next = above;
    above = start;
    start = next;
    at = 0;
    row++;
    if (row == now.rows) {
      nextPass();
    }
    return true;
  }

  boolean isComplete() {
    return pass == passes.size();
  }

  boolean hidesText() {
    return text.isFound();
  }
}
