package com.anykoma.privacy.protection.metadata;

/** The filters of PNG rows (W3C PNG, clause 9), undone on the beginning of a row. */
final class PngFilter {
  private PngFilter() {}

  /**
   * Undoes the filter that the row's first byte names, in place.
   *
   * @param above the row above, undone
   * @param distance in bytes from a value to that of the pixel before
   * @return false when the format knows no such filter
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
      case 4 -> nearest(left, above, aboveLeft);
      default -> 0;
    };
  }

  /** Paeth's predictor. */
  private static int nearest(int left, int above, int aboveLeft) {
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
