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
  private WebPImage image;
  private long remaining;
  private boolean isPadded;
  private final PlainTextDetector text = new PlainTextDetector();

  /** Expects so many bytes of chunks, with one image among them. */
  WebPChunks(long length, WebPImage image, ParserState following) {
    this.remaining = length;
    this.image = image;
    this.following = following;
  }

  /** The length that a RIFF header states, little-endian. */
  static long length(Lookahead in) {
    return littleEndian(in, 4, 4);
  }

  /** A little-endian number of {@code bytes} bytes. */
  static long littleEndian(Lookahead in, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | in.u8(at + i);
    }
    return value;
  }

  @Override
  public final ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (isPadded) {
      isPadded = false;
      out.zero(1);
      return this;
    }
    if (remaining == 0) {
      out.markMalformedUnless(isComplete() && !text.isFound());
      return following;
    }
    if (in.needs(HEADER)) {
      return this;
    }
    long length = length(in);
    if (length > remaining - HEADER) {
      return out.keepRest(StripResult.MALFORMED);
    }
    if (in.needsUnlessEnded(lookaheadLength(in.type(0), length, in))) {
      return this;
    }
    remaining -= HEADER + length;
    isPadded = (length & 1) == 1 && remaining > 0; // the last one may lack its padding
    remaining -= isPadded ? 1 : 0;
    return chunk(in.type(0), length, in, out);
  }

  /** Expects another image, before its chunks. */
  final void expect(WebPImage another) {
    image = another;
  }

  /** How many bytes of lookahead the chunk needs, if the file has so many. */
  int lookaheadLength(String type, long length, Lookahead in) {
    return HEADER + (int) Math.min(length, WebPImage.MAX_HEADER);
  }

  /**
   * Handles a chunk, which ends within the length that the file's header states. Keeps a chunk of
   * the image; blanks it if it is not allowed here.
   */
  ParserState chunk(String type, long length, Lookahead in, StreamFilter out) throws IOException {
    if (image.accepts(type)) {
      out.markMalformedUnless(image.isValid(type, in, HEADER, length));
      out.keep(HEADER + length, text);
    } else {
      blankChunk(length, out);
    }
    return this;
  }

  /** Whether the image is complete; called after the last chunk. */
  boolean isComplete() {
    return image.isSeen();
  }

  /** Replaces the chunk by one of zeros that decoders skip. */
  static void blankChunk(long length, StreamFilter out) throws IOException {
    out.replace(IGNORED);
    out.keep(4);
    out.zero(length);
  }
}
