package com.anykoma.privacy.deidentify;

import com.anykoma.privacy.datamap.EmbeddedMetadata;
import com.anykoma.privacy.deidentify.MetadataStripper.Outcome;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * The blocks of a GIF file (GIF89a): images, extensions, the trailer. Of the extensions those stay
 * that are drawn, or tell how to draw.
 */
final class GifBlocks implements Format {
  private static final int IMAGE = 0x2c;
  private static final int IMAGE_LENGTH = 10;
  private static final int IMAGE_FLAGS = 9;
  private static final int EXTENSION = 0x21;
  private static final int TRAILER = 0x3b;

  private static final int PLAIN_TEXT = 0x01;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int COMMENT = 0xfe;
  private static final int APPLICATION = 0xff;

  /** Introducer, label, length and name of an application. */
  private static final int APPLICATION_LENGTH = 14;

  @Override
  public Format next(Window window, Passage passage) throws IOException {
    if (window.lacks(1)) {
      return this;
    }
    return switch (window.u8(0)) {
      case IMAGE -> image(window, passage);
      case EXTENSION -> extension(window, passage);
      case TRAILER -> {
        passage.keep(1);
        yield new Trailer();
      }
      default -> {
        passage.keepRest(Outcome.MALFORMED);
        yield this;
      }
    };
  }

  private Format image(Window window, Passage passage) throws IOException {
    if (window.lacks(IMAGE_LENGTH)) {
      return this;
    }
    int codeSize = 1;
    passage.keep(IMAGE_LENGTH + GifScreen.colourTable(window.u8(IMAGE_FLAGS)) + codeSize);
    return new GifSubBlocks(true, this);
  }

  private Format extension(Window window, Passage passage) throws IOException {
    if (window.lacks(2)) {
      return this;
    }
    int label = window.u8(1);
    if (label == APPLICATION && window.awaits(APPLICATION_LENGTH)) {
      return this;
    }
    boolean kept = isKept(label, window, passage);
    passage.pass(kept, 2);
    return new GifSubBlocks(kept, this);
  }

  private static boolean isKept(int label, Window window, Passage passage) {
    return switch (label) {
      case GRAPHIC_CONTROL, PLAIN_TEXT -> true;
      case COMMENT -> passage.wants(EmbeddedMetadata.TEXT);
      case APPLICATION -> isKeptApplication(window, passage);
      default -> false;
    };
  }

  private static boolean isKeptApplication(Window window, Passage passage) {
    if (window.matches(2, "\u000bXMP DataXMP")) {
      return passage.wants(EmbeddedMetadata.XMP);
    }
    return Stream.of("NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012")
        .anyMatch(each -> window.matches(2, "\u000b" + each));
  }
}
