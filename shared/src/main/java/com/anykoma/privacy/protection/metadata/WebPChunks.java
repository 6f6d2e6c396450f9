package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/**
 * The chunks of a WebP file, or of one frame in it (RFC 9649): type, length, data, a padding byte
 * if the length is odd. Every length stays as it is, because the file's beginning has told them
 * already: an unwanted chunk turns into one of zeros that decoders skip.
 */
abstract class WebPChunks implements Format {
  static final int HEADER = 8;
  private static final byte[] IGNORED = {'J', 'U', 'N', 'K'};

  private final Format following;
  private long left;
  private boolean isPadded;
  private final TextRun text = new TextRun();

  WebPChunks(long length, Format following) {
    this.left = length;
    this.following = following;
  }

  /** The length that a RIFF header states, the lowest byte first. */
  static long length(Window window) {
    return little(window, 4, 4);
  }

  /** A number of so many bytes, the lowest first. */
  static long little(Window window, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | window.u8(at + i);
    }
    return value;
  }

  @Override
  public final Format next(Window window, FilterBuffer buffer) throws IOException {
    if (isPadded) {
      isPadded = false;
      buffer.zero(1);
      return this;
    }
    if (left == 0) {
      buffer.markUncleanUnless(isWhole() && !text.isFound());
      return following;
    }
    if (window.lacks(HEADER)) {
      return this;
    }
    long length = length(window);
    if (length > left - HEADER) {
      buffer.keepRest(StripResult.MALFORMED);
      return this;
    }
    if (window.awaits(shown(window.type(0), length, window))) {
      return this;
    }
    left -= HEADER + length;
    isPadded = (length & 1) == 1 && left > 0; // the last one may lack its padding
    left -= isPadded ? 1 : 0;
    return chunk(window.type(0), length, window, buffer);
  }

  /** How many bytes of the chunk have to be shown, if the file has so many. */
  abstract int shown(String type, long length, Window window);

  /** Decides about a chunk, which lies within the file as far as the file's header knows. */
  abstract Format chunk(String type, long length, Window window, FilterBuffer buffer)
      throws IOException;

  /** Whether all is there, once no chunk follows. */
  abstract boolean isWhole();

  /** Puts zeros in the chunk's place. */
  static void blank(long length, FilterBuffer buffer) throws IOException {
    buffer.replace(IGNORED);
    buffer.keep(4);
    buffer.zero(length);
  }

  /** Keeps a chunk of an image, unless there is no place for it. */
  void image(WebPImage image, String type, long length, Window window, FilterBuffer buffer)
      throws IOException {
    if (image.takes(type)) {
      buffer.markUncleanUnless(image.isValid(type, window, HEADER, length));
      buffer.keep(HEADER + length, text);
    } else {
      blank(length, buffer);
    }
  }
}
