package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import java.io.IOException;
import java.util.Optional;

/**
 * The chunks of a WebP file: an image, or its features and then a colour profile, an image or
 * frames, EXIF and XMP.
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
    super(length, new Trailer());
  }

  /** The features tell of a profile that follows them, so that it has to be looked at with them. */
  @Override
  int shown(String type, long length, Window window) {
    return switch (type) {
      case FEATURES -> HEADER + FEATURES_LENGTH + profile(window, HEADER + FEATURES_LENGTH);
      case PROFILE -> HEADER + (int) Math.min(length, IccProfile.MAX_LENGTH);
      case WebPFrame.TYPE -> HEADER + (int) Math.min(length, WebPFrame.HEADER_LENGTH);
      default -> HEADER + (int) Math.min(length, WebPImage.SHOWN);
    };
  }

  private static int profile(Window window, int at) {
    boolean isProfile = window.shows(at + HEADER) && window.matches(at, PROFILE);
    return HEADER
        + (isProfile ? (int) Math.min(little(window, at + 4, 4), IccProfile.MAX_LENGTH) : 0);
  }

  @Override
  Format chunk(String type, long length, Window window, FilterBuffer buffer) throws IOException {
    boolean isFirst = !isBegun;
    isBegun = true;
    boolean follows = hasProfile;
    hasProfile = false;
    switch (type) {
      case FEATURES -> features(isFirst, length, window, buffer);
      case PROFILE -> profile(follows, length, window, buffer);
      case ANIMATION -> animation(length, buffer);
      case WebPFrame.TYPE -> {
        return frame(length, window, buffer);
      }
      case "EXIF" -> metadata(buffer.wants(EmbeddedMetadata.EXIF), length, buffer);
      case "XMP " -> metadata(buffer.wants(EmbeddedMetadata.XMP), length, buffer);
      default -> {
        image(image, type, length, window, buffer);
        buffer.markUncleanUnless(!isAnimated || !image.isSeen());
      }
    }
    return this;
  }

  private static void metadata(boolean isWanted, long length, FilterBuffer buffer)
      throws IOException {
    if (isWanted) {
      buffer.keep(HEADER + length);
    } else {
      blank(length, buffer);
    }
  }

  private void features(boolean isFirst, long length, Window window, FilterBuffer buffer)
      throws IOException {
    if (!isFirst || length != FEATURES_LENGTH || !window.shows(HEADER + FEATURES_LENGTH)) {
      buffer.markUnclean();
      buffer.keep(HEADER + length);
      return;
    }
    int flags = window.u8(HEADER);
    hasProfile = (flags & PROFILE_FLAG) != 0 && isProfile(window, HEADER + FEATURES_LENGTH);
    isAnimated = (flags & ANIMATION_FLAG) != 0;
    image =
        new WebPImage((1 + little(window, HEADER + 4, 3)) * (1 + little(window, HEADER + 7, 3)));
    buffer.keep(HEADER);
    buffer.replace((byte) kept(flags, buffer), (byte) 0, (byte) 0, (byte) 0);
    buffer.keep(FEATURES_LENGTH - 4);
  }

  private int kept(int flags, FilterBuffer buffer) {
    int unset =
        RESERVED_FLAGS
            | (hasProfile ? 0 : PROFILE_FLAG)
            | (buffer.wants(EmbeddedMetadata.EXIF) ? 0 : EXIF_FLAG)
            | (buffer.wants(EmbeddedMetadata.XMP) ? 0 : XMP_FLAG);
    return flags & ~unset;
  }

  private static boolean isProfile(Window window, int at) {
    return window.matches(at, PROFILE)
        && window.shows(at + HEADER)
        && plain(window, at, little(window, at + 4, 4)).isPresent();
  }

  private static Optional<byte[]> plain(Window window, int at, long length) {
    return length <= IccProfile.MAX_LENGTH && window.shows(at + HEADER + (int) length)
        ? IccProfile.plain(window.bytes(at + HEADER, at + HEADER + (int) length))
        : Optional.empty();
  }

  private static void profile(boolean follows, long length, Window window, FilterBuffer buffer)
      throws IOException {
    Optional<byte[]> plain = follows ? plain(window, 0, length) : Optional.empty();
    if (plain.isPresent()) {
      buffer.keep(HEADER);
      buffer.exchange((int) length, plain.get());
    } else {
      blank(length, buffer);
    }
  }

  /** Background and number of plays; without them there is no animation. */
  private void animation(long length, FilterBuffer buffer) throws IOException {
    if (hasAnimation || !isAnimated) {
      blank(length, buffer);
    } else {
      hasAnimation = true;
      buffer.markUncleanUnless(length == ANIMATION_LENGTH);
      buffer.keep(HEADER + length);
    }
  }

  private Format frame(long length, Window window, FilterBuffer buffer) throws IOException {
    int begun = HEADER + WebPFrame.HEADER_LENGTH;
    if (!isAnimated) {
      blank(length, buffer);
      return this;
    }
    if (length < WebPFrame.HEADER_LENGTH || !window.shows(begun)) {
      buffer.markUnclean();
      buffer.keep(HEADER + length);
      return this;
    }
    buffer.markUncleanUnless(hasAnimation && WebPFrame.isValid(window, HEADER));
    hasFrame = true;
    long pixels = WebPFrame.pixels(window, HEADER);
    buffer.keep(begun);
    return new WebPFrame(length - WebPFrame.HEADER_LENGTH, pixels, this);
  }

  @Override
  boolean isWhole() {
    return isAnimated ? hasFrame : image.isSeen();
  }
}
