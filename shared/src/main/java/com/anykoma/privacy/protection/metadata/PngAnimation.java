package com.anykoma.privacy.protection.metadata;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The frames of an animated PNG: an acTL chunk states their number, an fcTL chunk before each frame
 * states its position and size, and fdAT chunks contain the pixels. All fcTL and fdAT chunks share
 * one sequence of numbers.
 */
final class PngAnimation {
  static final int CONTROL_LENGTH = 8;
  static final int FRAME_LENGTH = 26;
  static final int NUMBER_LENGTH = 4;

  /** The maximum number of frames and plays; far more than any real file has. */
  private static final int MAX_NUMBER = 0xff_ffff;

  private final PngImageHeader header;
  private final PngColours colours;
  private boolean isAnimated;
  private int remainingFrames;
  private int number;
  private boolean firstIsDefault;
  private boolean hidesText;
  private Optional<PngPixels> frame = Optional.empty();

  PngAnimation(PngImageHeader header, PngColours colours) {
    this.header = header;
    this.colours = colours;
  }

  boolean isAnimated() {
    return isAnimated;
  }

  /** Processes an acTL chunk. Returns false if it is invalid or a second one. */
  boolean acceptControl(ByteBuffer data) {
    if (isAnimated || data.remaining() != CONTROL_LENGTH) {
      return false;
    }
    remainingFrames = data.getInt(0);
    int plays = data.getInt(4);
    isAnimated =
        remainingFrames > 0 && remainingFrames <= MAX_NUMBER && plays >= 0 && plays <= MAX_NUMBER;
    return isAnimated;
  }

  /** Processes an fcTL chunk, of the default image or not; false if it or its place is invalid. */
  boolean acceptFrameControl(ByteBuffer data, boolean isDefault) {
    if (data.remaining() != FRAME_LENGTH
        || !acceptSequenceNumber(data.getInt(0))
        || (firstIsDefault && isDefault)) {
      return false;
    }
    firstIsDefault |= isDefault;
    remainingFrames--;
    boolean isComplete = frame.map(PngPixels::isComplete).orElse(true);
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
    return isComplete && fits && remainingFrames >= 0;
  }

  private static boolean isWithin(int offset, int length, boolean isComplete, int whole) {
    return offset >= 0
        && length > 0
        && (long) offset + length <= whole
        && (!isComplete || length == whole);
  }

  /** Processes the sequence number of an fdAT chunk. Returns false if it is out of order. */
  boolean acceptSequenceNumber(int stated) {
    return stated == number++;
  }

  /** The pixels of the current frame; empty if no fcTL chunk announced one. */
  Optional<PngPixels> frame() {
    return frame;
  }

  boolean hidesText() {
    return hidesText || frame.filter(PngPixels::hidesText).isPresent();
  }

  /** Whether all frames are complete; true for an image that is not animated. */
  boolean isComplete() {
    return !isAnimated || (remainingFrames == 0 && frame.map(PngPixels::isComplete).orElse(true));
  }
}
