package com.anykoma.privacy.protection.metadata;

/** Reverses the filters of PNG rows (W3C PNG, clause 9) on the beginning of a row. */
final class PngFilter {
  private PngFilter() {}

  /**
   * Reverses the filter that the row's first byte names, in place.
   *
   * @param above the row above, unfiltered
   * @param distance between the same sample of two adjacent pixels, in bytes
   * @return false if the filter type is unknown
   */
  static boolean undo(byte[] row, byte[] above, int distance) {
    int filter = row[0];
    if (filter < 0 || filter > 4) {
      return false;
    }
    for (int i = 1; i < row.length; i++) {
      int left = i > distance ? row[i - distance] & 0xff : 0;
      int aboveLeft = i > distance ? above[i - distance] & 0xff : 0;
      row[i] += (byte) predicted(filter, left, above[i] & 0xff, aboveLeft);
    }
    return true;
  }

  private static int predicted(int filter, int left, int above, int aboveLeft) {
    return switch (filter) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> (left + above) / 2;
      case 4 -> paeth(left, above, aboveLeft);
      default -> 0;
    };
  }

  private static int paeth(int left, int above, int aboveLeft) {
    int estimate = left + above - aboveLeft;
    int toLeft = Math.abs(estimate - left);
    int toAbove = Math.abs(estimate - above);
    int toAboveLeft = Math.abs(estimate - aboveLeft);
    if (toLeft <= toAbove && toLeft <= toAboveLeft) {
      return left;
    }
    return toAbove <= toAboveLeft ? above : aboveLeft;
  }
}
