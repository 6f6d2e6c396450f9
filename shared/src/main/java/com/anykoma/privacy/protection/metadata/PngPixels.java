package com.anykoma.privacy.protection.metadata;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The compressed pixels of a PNG, or of one frame of it. They are inflated and counted, because
 * text may follow the stream's end, or the last pixel within it. The memory is bounded by some 80
 * KiB, and the work by {@value #MAX_LENGTH} bytes of pixels: a larger image is not inflated, and
 * not whole.
 */
final class PngPixels implements Inspector {
  static final long MAX_LENGTH = 1L << 30;

  private final PngRows rows;
  private final Inflater inflater = new Inflater();
  private final byte[] inflated = new byte[16 * 1024];
  private boolean isFinished;
  private boolean isBroken;

  PngPixels(PngHeader header, PngColours colours) {
    this.rows = new PngRows(header, colours);
    if (PngRows.length(header) > MAX_LENGTH) {
      giveUp();
    }
  }

  @Override
  public void see(byte[] bytes, int from, int to) {
    if (from == to || isBroken) {
      return;
    }
    if (isFinished) {
      isBroken = true;
      return;
    }
    inflater.setInput(bytes, from, to - from);
    try {
      inflate();
    } catch (DataFormatException e) {
      giveUp();
    }
  }

  private void inflate() throws DataFormatException {
    int length;
    do {
      length = inflater.inflate(inflated);
      if (!rows.take(inflated, length)) {
        giveUp();
        return;
      }
    } while (length > 0);
    if (inflater.needsDictionary()) {
      giveUp();
    } else if (inflater.finished()) {
      isFinished = true;
      isBroken = inflater.getRemaining() > 0;
      inflater.end();
    }
  }

  private void giveUp() {
    isBroken = true;
    inflater.end();
  }

  /** Whether the stream is at its end, so that nothing of it can follow. */
  boolean isFinished() {
    return isFinished;
  }

  /** Whether all pixels were there, and nothing else. */
  boolean isWhole() {
    return isFinished && !isBroken && rows.isComplete();
  }

  /** Whether the pixels hide text. */
  boolean hideText() {
    return rows.hideText();
  }
}
