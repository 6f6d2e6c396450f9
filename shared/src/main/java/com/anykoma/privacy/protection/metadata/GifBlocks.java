package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/**
 * The blocks of a GIF file (GIF89a): images, extensions, the trailer. Of the extensions those stay
 * that tell how to draw the images, in the one form that they have. Text to be drawn, which no
 * viewer draws, is text, and colour profiles, which no viewer reads, go.
 */
final class GifBlocks implements Format {
  private static final int IMAGE = 0x2c;
  private static final int IMAGE_LENGTH = 10;
  private static final int IMAGE_FLAGS = 9;
  private static final int EXTENSION = 0x21;
  private static final int TRAILER = 0x3b;

  private static final int PLAIN_TEXT = 0x01;
  private static final int CONTROL = 0xf9;
  private static final int CONTROL_LENGTH = 8;
  private static final int CONTROL_RESERVED = 0xe0;
  private static final int COMMENT = 0xfe;
  private static final int APPLICATION = 0xff;

  private static final String LOOP = "NETSCAPE2.0\3\1";
  private static final String OTHER_LOOP = "ANIMEXTS1.0\3\1";
  private static final int LOOP_LENGTH = 19;

  private final ColourTable screenColours;
  private boolean hasImage;
  private boolean hasLoop;
  private boolean hasControl;

  GifBlocks(ColourTable screenColours) {
    this.screenColours = screenColours;
  }

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(1)) {
      return this;
    }
    return switch (window.u8(0)) {
      case IMAGE -> image(window, buffer);
      case EXTENSION -> extension(window, buffer);
      case TRAILER -> {
        buffer.markUncleanUnless(hasImage && !hasControl && !screenColours.holdsText());
        buffer.keep(1);
        yield new Trailer();
      }
      default -> {
        buffer.keepRest(StripResult.MALFORMED);
        yield this;
      }
    };
  }

  private Format image(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(IMAGE_LENGTH)) {
      return this;
    }
    int table = GifScreen.colourTable(window.u8(IMAGE_FLAGS));
    int length = IMAGE_LENGTH + table + 1;
    if (window.lacks(length)) {
      return this;
    }
    long pixels = (long) little(window, 5) * little(window, 7);
    GifPixels codes = new GifPixels(pixels, window.u8(length - 1));
    ColourTable colours =
        table == 0
            ? screenColours
            : new ColourTable(window.bytes(IMAGE_LENGTH, IMAGE_LENGTH + table));
    buffer.markUncleanUnless(pixels > 0);
    buffer.keep(length);
    hasImage = true;
    hasControl = false;
    return new GifImage(codes, colours, table > 0, this);
  }

  /** Two bytes, the lower first. */
  private static int little(Window window, int at) {
    return window.u8(at) | window.u8(at + 1) << 8;
  }

  private Format extension(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(2)) {
      return this;
    }
    int label = window.u8(1);
    if ((label == APPLICATION || label == CONTROL) && window.awaits(LOOP_LENGTH)) {
      return this;
    }
    if (label == CONTROL) {
      return control(window, buffer);
    }
    if (label == APPLICATION && isLoop(window)) {
      buffer.pass(!hasLoop, LOOP_LENGTH);
      hasLoop = true;
      return this;
    }
    boolean kept = isKept(label, window, buffer);
    buffer.pass(kept, 2);
    return new GifSubBlocks(kept, this);
  }

  /** Belongs to the next image: a second one, or one of another form, could hold anything. */
  private Format control(Window window, FilterBuffer buffer) throws IOException {
    boolean isValid =
        window.matches(0, "!\u00f9\4")
            && window.shows(CONTROL_LENGTH)
            && (window.u8(3) & CONTROL_RESERVED) == 0
            && window.u8(CONTROL_LENGTH - 1) == 0;
    buffer.markUncleanUnless(isValid && !hasControl);
    hasControl = true;
    buffer.keep(2);
    return new GifSubBlocks(true, this);
  }

  /** Whether this is the block that tells how often to play the images. */
  private static boolean isLoop(Window window) {
    return (window.matches(2, "\u000b" + LOOP) || window.matches(2, "\u000b" + OTHER_LOOP))
        && window.shows(LOOP_LENGTH)
        && window.u8(LOOP_LENGTH - 1) == 0;
  }

  private static boolean isKept(int label, Window window, FilterBuffer buffer) {
    return switch (label) {
      case COMMENT, PLAIN_TEXT -> buffer.wants(EmbeddedMetadata.TEXT);
      case APPLICATION ->
          window.matches(2, "\u000bXMP DataXMP") && buffer.wants(EmbeddedMetadata.XMP);
      default -> false;
    };
  }
}
