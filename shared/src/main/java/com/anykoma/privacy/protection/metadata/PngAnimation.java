package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The frames of an animated PNG: an acTL chunk tells how many there are, an fcTL chunk before each
 * tells its place, and fdAT chunks hold the pixels. They have one row of sequence numbers.
 */
final class PngAnimation {
  static final int CONTROL_LENGTH = 8;
  static final int FRAME_LENGTH = 26;
  static final int NUMBER_LENGTH = 4;

  /** Far more than any player shows. */
  private static final int MAX_NUMBER = 0xff_ffff;

  private final PngHeader header;
  private final PngColours colours;
  private boolean isAnimated;
  private int framesLeft;
  private int number;
  private boolean firstIsDefault;
  private boolean hidesText;
  private Optional<PngPixels> frame = Optional.empty();

  PngAnimation(PngHeader header, PngColours colours) {
    this.header = header;
    this.colours = colours;
  }

  boolean isAnimated() {
    return isAnimated;
  }

  /** Takes an acTL chunk; false when it is not one. */
  boolean begin(ByteBuffer data) {
    if (isAnimated || data.remaining() != CONTROL_LENGTH) {
      return false;
    }
    framesLeft = data.getInt(0);
    int plays = data.getInt(4);
    isAnimated = framesLeft > 0 && framesLeft <= MAX_NUMBER && plays >= 0 && plays <= MAX_NUMBER;
    return isAnimated;
  }

  /**
   * Takes an fcTL chunk; false when it is not one, or the frame before it is not whole.
   *
   * @param isDefault whether it comes before the image that every decoder shows
   */
  boolean beginFrame(ByteBuffer data, boolean isDefault) {
    if (data.remaining() != FRAME_LENGTH
        || !takeNumber(data.getInt(0))
        || (firstIsDefault && isDefault)) {
      return false;
    }
    firstIsDefault |= isDefault;
    framesLeft--;
    boolean isWhole = frame.map(PngPixels::isWhole).orElse(true);
    hidesText = hidesText();
    int width = data.getInt(4);
    int height = data.getInt(8);
    boolean fits =
        isWithin(data.getInt(12), width, isDefault, header.width())
            && isWithin(data.getInt(16), height, isDefault, header.height())
            && data.get(24) >= 0
            && data.get(24) <= 2
            && (data.get(25) & ~1) == 0;
    frame =
        isDefault || !fits
            ? Optional.empty()
            : Optional.of(new PngPixels(header.sized(width, height), colours));
    return isWhole && fits && framesLeft >= 0;
  }

  private static boolean isWithin(int offset, int length, boolean isWhole, int whole) {
    return offset >= 0
        && length > 0
        && (long) offset + length <= whole
        && (!isWhole || length == whole);
  }

  /** Takes the number that begins an fdAT chunk; false when it is another chunk's turn. */
  boolean takeNumber(int stated) {
    return stated == number++;
  }

  /** What looks at a frame's pixels; empty when there is no frame to have them. */
  Optional<PngPixels> frame() {
    return frame;
  }

  /** Whether the pixels of a frame hide text. */
  boolean hidesText() {
    return hidesText || frame.filter(PngPixels::hideText).isPresent();
  }

  /** Whether all frames are there; true for an image that is not animated. */
  boolean isWhole() {
    return !isAnimated || (framesLeft == 0 && frame.map(PngPixels::isWhole).orElse(true));
  }
}
