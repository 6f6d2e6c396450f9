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
  private static final String ANIMATION = "ANIM";
  private static final int ANIMATION_LENGTH = 6;

  private boolean isBegun;
  private boolean isAnimated;
  private boolean hasProfile;
  private boolean hasAnimation;
  private boolean hasFrame;
  private WebPImage image = new WebPImage(0);

  WebPFile(long length) {
    super(length, new TrailingBytes());
  }

  /** The features have a flag for the next chunk, the profile, so both are read together. */
  @Override
  int lookaheadLength(String type, long length, Lookahead lookahead) {
    return switch (type) {
      case FEATURES -> HEADER + FEATURES_LENGTH + profile(lookahead, HEADER + FEATURES_LENGTH);
      case PROFILE -> HEADER + (int) Math.min(length, IccProfile.MAX_LENGTH);
      case WebPFrame.TYPE -> HEADER + (int) Math.min(length, WebPFrame.HEADER_LENGTH);
      default -> HEADER + (int) Math.min(length, WebPImage.MAX_HEADER);
    };
  }

  private static int profile(Lookahead lookahead, int at) {
    boolean isProfile = lookahead.has(at + HEADER) && lookahead.matches(at, PROFILE);
    return HEADER
        + (isProfile ? (int) Math.min(littleEndian(lookahead, at + 4, 4), IccProfile.MAX_LENGTH) : 0);
  }

  @Override
  ParserState chunk(String type, long length, Lookahead lookahead, StreamFilter filter) throws IOException {
    boolean isFirst = !isBegun;
    isBegun = true;
    boolean follows = hasProfile;
    hasProfile = false;
    switch (type) {
      case FEATURES -> features(isFirst, length, lookahead, filter);
      case PROFILE -> profile(follows, length, lookahead, filter);
      case ANIMATION -> animation(length, filter);
      case WebPFrame.TYPE -> {
        return frame(length, lookahead, filter);
      }
      case "EXIF" -> metadata(filter.keeps(EmbeddedMetadata.EXIF), length, filter);
      case "XMP " -> metadata(filter.keeps(EmbeddedMetadata.XMP), length, filter);
      default -> {
        imageChunk(image, type, length, lookahead, filter);
        filter.markMalformedUnless(!isAnimated || !image.isSeen());
      }
    }
    return this;
  }

  private static void metadata(boolean isWanted, long length, StreamFilter filter)
      throws IOException {
    if (isWanted) {
      filter.keep(HEADER + length);
    } else {
      blankChunk(length, filter);
    }
  }

  private void features(boolean isFirst, long length, Lookahead lookahead, StreamFilter filter)
      throws IOException {
    if (!isFirst || length != FEATURES_LENGTH || !lookahead.has(HEADER + FEATURES_LENGTH)) {
      filter.markMalformed();
      filter.keep(HEADER + length);
      return;
    }
    int flags = lookahead.u8(HEADER);
    hasProfile = (flags & PROFILE_FLAG) != 0 && isProfile(lookahead, HEADER + FEATURES_LENGTH);
    isAnimated = (flags & ANIMATION_FLAG) != 0;
    image =
        new WebPImage((1 + littleEndian(lookahead, HEADER + 4, 3)) * (1 + littleEndian(lookahead, HEADER + 7, 3)));
    filter.keep(HEADER);
    filter.replace((byte) kept(flags, filter), (byte) 0, (byte) 0, (byte) 0);
    filter.keep(FEATURES_LENGTH - 4);
  }

  private int kept(int flags, StreamFilter filter) {
    int unset =
        RESERVED_FLAGS
            | (hasProfile ? 0 : PROFILE_FLAG)
            | (filter.keeps(EmbeddedMetadata.EXIF) ? 0 : EXIF_FLAG)
            | (filter.keeps(EmbeddedMetadata.XMP) ? 0 : XMP_FLAG);
    return flags & ~unset;
  }

  private static boolean isProfile(Lookahead lookahead, int at) {
    return lookahead.matches(at, PROFILE)
        && lookahead.has(at + HEADER)
        && sanitizedProfile(lookahead, at, littleEndian(lookahead, at + 4, 4)).isPresent();
  }

  private static Optional<byte[]> sanitizedProfile(Lookahead lookahead, int at, long length) {
    return length <= IccProfile.MAX_LENGTH && lookahead.has(at + HEADER + (int) length)
        ? IccProfile.sanitized(lookahead.bytes(at + HEADER, at + HEADER + (int) length))
        : Optional.empty();
  }

  private static void profile(boolean follows, long length, Lookahead lookahead, StreamFilter filter)
      throws IOException {
    Optional<byte[]> sanitized = follows ? sanitizedProfile(lookahead, 0, length) : Optional.empty();
    if (sanitized.isPresent()) {
      filter.keep(HEADER);
      filter.replaceFirst((int) length, sanitized.get());
    } else {
      blankChunk(length, filter);
    }
  }

  /** Keeps the first ANIM chunk of an animation: background and number of plays. */
  private void animation(long length, StreamFilter filter) throws IOException {
    if (hasAnimation || !isAnimated) {
      blankChunk(length, filter);
    } else {
      hasAnimation = true;
      filter.markMalformedUnless(length == ANIMATION_LENGTH);
      filter.keep(HEADER + length);
    }
  }

  private ParserState frame(long length, Lookahead lookahead, StreamFilter filter) throws IOException {
    int dataStart = HEADER + WebPFrame.HEADER_LENGTH;
    if (!isAnimated) {
      blankChunk(length, filter);
      return this;
    }
    if (length < WebPFrame.HEADER_LENGTH || !lookahead.has(dataStart)) {
      filter.markMalformed();
      filter.keep(HEADER + length);
      return this;
    }
    filter.markMalformedUnless(hasAnimation && WebPFrame.isValid(lookahead, HEADER));
    hasFrame = true;
    long pixels = WebPFrame.pixels(lookahead, HEADER);
    filter.keep(dataStart);
    return new WebPFrame(length - WebPFrame.HEADER_LENGTH, pixels, this);
  }

  @Override
  boolean isComplete() {
    return isAnimated ? hasFrame : image.isSeen();
  }
}
