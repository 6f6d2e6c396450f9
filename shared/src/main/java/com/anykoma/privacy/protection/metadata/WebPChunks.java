package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/**
 * The chunks of a WebP file, or of one frame in it (RFC 9649): type, length, data, a padding byte
 * if the length is odd. All lengths stay unchanged, because the file's header, already written,
 * states their total: an unwanted chunk is replaced by one of zeros that decoders skip.
 */
abstract class WebPChunks implements ParserState {
  static final int HEADER = 8;
  private static final byte[] IGNORED = {'J', 'U', 'N', 'K'};

  private final ParserState following;
  private long remaining;
  private boolean isPadded;
  private final PlainTextDetector text = new PlainTextDetector();

  WebPChunks(long length, ParserState following) {
    this.remaining = length;
    this.following = following;
  }

  /** The length that a RIFF header states, little-endian. */
  static long length(Lookahead lookahead) {
    return littleEndian(lookahead, 4, 4);
  }

  /** A little-endian number of {@code bytes} bytes. */
  static long littleEndian(Lookahead lookahead, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | lookahead.u8(at + i);
    }
    return value;
  }

  @Override
  public final ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (isPadded) {
      isPadded = false;
      filter.zero(1);
      return this;
    }
    if (remaining == 0) {
      filter.markMalformedUnless(isComplete() && !text.isFound());
      return following;
    }
    if (lookahead.needs(HEADER)) {
      return this;
    }
    long length = length(lookahead);
    if (length > remaining - HEADER) {
      filter.keepRest(StripResult.MALFORMED);
      return this;
    }
    if (lookahead.needsUnlessEnded(lookaheadLength(lookahead.type(0), length, lookahead))) {
      return this;
    }
    remaining -= HEADER + length;
    isPadded = (length & 1) == 1 && remaining > 0; // the last one may lack its padding
    remaining -= isPadded ? 1 : 0;
    return chunk(lookahead.type(0), length, lookahead, filter);
  }

  /** How many bytes of lookahead the chunk needs, if the file has so many. */
  abstract int lookaheadLength(String type, long length, Lookahead lookahead);

  /** Handles a chunk, which ends within the length that the file's header states. */
  abstract ParserState chunk(String type, long length, Lookahead lookahead, StreamFilter filter)
      throws IOException;

  /** Whether the image is complete; called after the last chunk. */
  abstract boolean isComplete();

  /** Replaces the chunk by one of zeros that decoders skip. */
  static void blankChunk(long length, StreamFilter filter) throws IOException {
    filter.replace(IGNORED);
    filter.keep(4);
    filter.zero(length);
  }

  /** Keeps a chunk of an image; blanks it if it is not allowed here. */
  void imageChunk(WebPImage image, String type, long length, Lookahead lookahead, StreamFilter filter)
      throws IOException {
    if (image.accepts(type)) {
      filter.markMalformedUnless(image.isValid(type, lookahead, HEADER, length));
      filter.keep(HEADER + length, text);
    } else {
      blankChunk(length, filter);
    }
  }
}
