package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Validates ancillary chunks that affect the display (W3C PNG, third edition, clause 11.3). */
final class PngAncillaryChunks {
  /** Gamma 10; the chunk stores gamma times 100,000. */
  private static final int MAX_GAMMA = 1_000_000;

  /** Coordinate 1; the chunk stores coordinates times 100,000. */
  private static final int MAX_CHROMATICITY = 100_000;

  /** In pixels per metre; far more than any device has. */
  private static final int MAX_DENSITY = 0xff_ffff;

  private static final int MAX_INTENT = 3;
  private static final int MAX_PRIMARIES = 22;
  private static final int MAX_TRANSFER = 18;

  private PngAncillaryChunks() {}

  static boolean isValid(String type, ByteBuffer data, PngImageHeader header, PngColours colours) {
    return switch (type) {
      case "gAMA" -> areInts(data, 1, MAX_GAMMA) && data.getInt(0) > 0;
      case "cHRM" -> areInts(data, 8, MAX_CHROMATICITY);
      case "sRGB" -> areBytes(data, MAX_INTENT);
      case "cICP" -> areBytes(data, MAX_PRIMARIES, MAX_TRANSFER, 0, 1);
      case "sBIT" -> areDepths(data, header);
      case "bKGD" -> isBackground(data, header, colours);
      case "pHYs" ->
          data.remaining() == 9
              && areInts(data.slice(0, 8), 2, MAX_DENSITY)
              && areBytes(data.slice(8, 1), 1);
      default -> false;
    };
  }

  private static boolean areInts(ByteBuffer data, int n, int max) {
    return data.remaining() == 4 * n
        && IntStream.range(0, n).map(i -> data.getInt(4 * i)).allMatch(it -> it >= 0 && it <= max);
  }

  private static boolean areBytes(ByteBuffer data, int... max) {
    return data.remaining() == max.length
        && IntStream.range(0, max.length).allMatch(i -> (data.get(i) & 0xff) <= max[i]);
  }

  private static boolean areDepths(ByteBuffer data, PngImageHeader header) {
    int channels = header.hasPalette() ? 3 : header.channels();
    int depth = header.hasPalette() ? 8 : header.depth();
    return data.remaining() == channels
        && IntStream.range(0, channels).map(data::get).allMatch(it -> it > 0 && it <= depth);
  }

  private static boolean isBackground(ByteBuffer data, PngImageHeader header, PngColours colours) {
    if (header.hasPalette()) {
      return data.remaining() == 1 && (data.get(0) & 0xff) < colours.entries();
    }
    int samples = header.channels() < 3 ? 1 : 3;
    return data.remaining() == 2 * samples && areSamples(data, header.depth());
  }

  /** Whether the data are 16-bit values within the range of samples of this bit depth. */
  static boolean areSamples(ByteBuffer data, int depth) {
    return IntStream.range(0, data.remaining() / 2)
        .allMatch(i -> (data.getShort(2 * i) & 0xffff) >> depth == 0);
  }
}
