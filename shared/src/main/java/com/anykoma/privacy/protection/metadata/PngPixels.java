package com.anykoma.privacy.protection.metadata;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The compressed pixels of a PNG or of one of its frames. They are inflated and counted, because
 * text can follow the end of the stream, or the last pixel within it. Memory is at most about 80
 * KiB. An image of more than {@value #MAX_LENGTH} bytes of pixels is not inflated and counts as
 * incomplete.
 */
final class PngPixels implements ByteInspector {
  static final long MAX_LENGTH = 1L << 30;

  private final PngRows rows;
  private final Inflater inflater = new Inflater();
  private final byte[] inflated = new byte[16 * 1024];
  private boolean isFinished;
  private boolean isBroken;

  PngPixels(PngImageHeader header, PngColours colours) {
    this.rows = new PngRows(header, colours);
    if (PngRows.length(header) > MAX_LENGTH) {
      abort();
    }
  }

  @Override
  public void inspect(byte[] bytes, int from, int to) {
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
      abort();
    }
  }

  private void inflate() throws DataFormatException {
    int length;
    do {
      length = inflater.inflate(inflated);
      if (!rows.accept(inflated, length)) {
        abort();
        return;
      }
    } while (length > 0);
    if (inflater.needsDictionary()) {
      abort();
    } else if (inflater.finished()) {
      isFinished = true;
      isBroken = inflater.getRemaining() > 0;
      inflater.end();
    }
  }

  private void abort() {
    isBroken = true;
    inflater.end();
  }

  /** Whether the compressed stream has ended. */
  boolean isFinished() {
    return isFinished;
  }

  /** Whether the data contained all pixels and no other bytes. */
  boolean isComplete() {
    return isFinished && !isBroken && rows.isComplete();
  }

  boolean hidesText() {
    return rows.hidesText();
  }
}
