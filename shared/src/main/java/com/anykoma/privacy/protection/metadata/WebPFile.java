package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import java.io.IOException;
import java.util.Optional;

/**
 * The chunks of a WebP file: one image (simple format), or VP8X features followed by a colour
 * profile, an image or frames, EXIF and XMP (extended format).
 */
final class WebPFile extends WebPChunks {
  private static final String FEATURES = "VP8X";
  private static final int FEATURES_LENGTH = 10;
  private static final int PROFILE_FLAG = 0x20;
  private static final int EXIF_FLAG = 0x08;
  private static final int XMP_FLAG = 0x04;
  private static final int ANIMATION_FLAG = 0x02;
  private static final int RESERVED_FLAGS = 0xc1;
  private static final String PROFILE = "ICCP";
  private static final String FRAME = "ANMF";

  /** Position, size, duration and flags; length in bytes. */
  private static final int FRAME_LENGTH = 16;

  private static final int RESERVED_FRAME_FLAGS = 0xfc;
  private static final String ANIMATION = "ANIM";
  private static final int ANIMATION_LENGTH = 6;

  private boolean isBegun;
  private boolean isAnimated;
  private boolean hasProfile;
  private boolean hasAnimation;
  private boolean hasFrame;

  WebPFile(long length) {
    super(length, new WebPImage(0), ParserState::trailingBytes);
  }

  /** The features have a flag for the next chunk, the profile, so both are read together. */
  @Override
  int lookaheadLength(String type, long length, Lookahead in) {
    return switch (type) {
      case FEATURES -> HEADER + FEATURES_LENGTH + profile(in, HEADER + FEATURES_LENGTH);
      case PROFILE -> HEADER + (int) Math.min(length, IccProfile.MAX_LENGTH);
      case FRAME -> HEADER + (int) Math.min(length, FRAME_LENGTH);
      default -> super.lookaheadLength(type, length, in);
    };
  }

  private static int profile(Lookahead in, int at) {
    boolean isProfile = in.has(at + HEADER) && in.matches(at, PROFILE);
    return HEADER
        + (isProfile ? (int) Math.min(littleEndian(in, at + 4, 4), IccProfile.MAX_LENGTH) : 0);
  }

  @Override
  ParserState chunk(String type, long length, Lookahead in, StreamFilter out) throws IOException {
    boolean isFirst = !isBegun;
    isBegun = true;
    boolean follows = hasProfile;
    hasProfile = false;
    switch (type) {
      case FEATURES -> features(isFirst, length, in, out);
      case PROFILE -> profile(follows, length, in, out);
      case ANIMATION -> animation(length, out);
      case FRAME -> {
        return frame(length, in, out);
      }
      case "EXIF" -> metadata(out.keeps(EmbeddedMetadata.EXIF), length, out);
      case "XMP " -> metadata(out.keeps(EmbeddedMetadata.XMP), length, out);
      default -> {
        super.chunk(type, length, in, out);
        out.markMalformedUnless(!isAnimated || !super.isComplete());
      }
    }
    return this;
  }

  private static void metadata(boolean isWanted, long length, StreamFilter out) throws IOException {
    if (isWanted) {
      out.keep(HEADER + length);
    } else {
      blankChunk(length, out);
    }
  }

  private void features(boolean isFirst, long length, Lookahead in, StreamFilter out)
      throws IOException {
    if (!isFirst || length != FEATURES_LENGTH || !in.has(HEADER + FEATURES_LENGTH)) {
      out.markMalformed();
      out.keep(HEADER + length);
      return;
    }
    int flags = in.u8(HEADER);
    hasProfile = (flags & PROFILE_FLAG) != 0 && isProfile(in, HEADER + FEATURES_LENGTH);
    isAnimated = (flags & ANIMATION_FLAG) != 0;
    expect(new WebPImage(pixels(in, HEADER + 4)));
    out.keep(HEADER);
    out.replace((byte) kept(flags, out), (byte) 0, (byte) 0, (byte) 0);
    out.keep(FEATURES_LENGTH - 4);
  }

  private int kept(int flags, StreamFilter out) {
    int unset =
        RESERVED_FLAGS
            | (hasProfile ? 0 : PROFILE_FLAG)
            | (out.keeps(EmbeddedMetadata.EXIF) ? 0 : EXIF_FLAG)
            | (out.keeps(EmbeddedMetadata.XMP) ? 0 : XMP_FLAG);
    return flags & ~unset;
  }

  private static boolean isProfile(Lookahead in, int at) {
    return in.matches(at, PROFILE)
        && in.has(at + HEADER)
        && sanitizedProfile(in, at, littleEndian(in, at + 4, 4)).isPresent();
  }

  private static Optional<byte[]> sanitizedProfile(Lookahead in, int at, long length) {
    return length <= IccProfile.MAX_LENGTH && in.has(at + HEADER + (int) length)
        ? IccProfile.sanitized(in.bytes(at + HEADER, at + HEADER + (int) length))
        : Optional.empty();
  }

  private static void profile(boolean follows, long length, Lookahead in, StreamFilter out)
      throws IOException {
    Optional<byte[]> sanitized = follows ? sanitizedProfile(in, 0, length) : Optional.empty();
    if (sanitized.isPresent()) {
      out.keep(HEADER);
      out.replaceFirst((int) length, sanitized.get());
    } else {
      blankChunk(length, out);
    }
  }

  /** Keeps the first ANIM chunk of an animation: background and number of plays. */
  private void animation(long length, StreamFilter out) throws IOException {
    if (hasAnimation || !isAnimated) {
      blankChunk(length, out);
    } else {
      hasAnimation = true;
      out.markMalformedUnless(length == ANIMATION_LENGTH);
      out.keep(HEADER + length);
    }
  }

  private ParserState frame(long length, Lookahead in, StreamFilter out) throws IOException {
    int dataStart = HEADER + FRAME_LENGTH;
    if (!isAnimated) {
      blankChunk(length, out);
      return this;
    }
    if (length < FRAME_LENGTH || !in.has(dataStart)) {
      out.markMalformed();
      out.keep(HEADER + length);
      return this;
    }
    out.markMalformedUnless(hasAnimation && (in.u8(dataStart - 1) & RESERVED_FRAME_FLAGS) == 0);
    hasFrame = true;
    WebPImage image = new WebPImage(pixels(in, HEADER + 6));
    out.keep(dataStart);
    return new WebPChunks(length - FRAME_LENGTH, image, this) {};
  }

  /** The number of pixels of a width and a height, of which three bytes each state one less. */
  private static long pixels(Lookahead in, int at) {
    return (1 + littleEndian(in, at, 3)) * (1 + littleEndian(in, at + 3, 3));
  }

  @Override
  boolean isComplete() {
    return isAnimated ? hasFrame : super.isComplete();
  }
}
