package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/**
 * The blocks of a GIF file (GIF89a): images, extensions, the trailer. Extensions that affect how the
 * images are displayed stay. Plain text extensions, which viewers ignore, are
 * treated as text metadata. Colour profiles, which viewers ignore too, are dropped.
 */
final class GifBlocks implements ParserState {
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
  public ParserState next(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(1)) {
      return this;
    }
    return switch (lookahead.u8(0)) {
      case IMAGE -> image(lookahead, filter);
      case EXTENSION -> extension(lookahead, filter);
      case TRAILER -> {
        filter.markMalformedUnless(hasImage && !hasControl && !screenColours.holdsText());
        filter.keep(1);
        yield new TrailingBytes();
      }
      default -> {
        filter.keepRest(StripResult.MALFORMED);
        yield this;
      }
    };
  }

  private ParserState image(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(IMAGE_LENGTH)) {
      return this;
    }
    int table = GifHeader.colourTable(lookahead.u8(IMAGE_FLAGS));
    int length = IMAGE_LENGTH + table + 1;
    if (lookahead.needs(length)) {
      return this;
    }
    long pixels = (long) littleEndian(lookahead, 5) * littleEndian(lookahead, 7);
    GifPixels codes = new GifPixels(pixels, lookahead.u8(length - 1));
    ColourTable colours =
        table == 0
            ? screenColours
            : new ColourTable(lookahead.bytes(IMAGE_LENGTH, IMAGE_LENGTH + table));
    filter.markMalformedUnless(pixels > 0);
    filter.keep(length);
    hasImage = true;
    hasControl = false;
    return new GifImage(codes, colours, table > 0, this);
  }

  /** Two bytes, little-endian. */
  private static int littleEndian(Lookahead lookahead, int at) {
    return lookahead.u8(at) | lookahead.u8(at + 1) << 8;
  }

  private ParserState extension(Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needs(2)) {
      return this;
    }
    int label = lookahead.u8(1);
    if ((label == APPLICATION || label == CONTROL) && lookahead.needsUnlessEnded(LOOP_LENGTH)) {
      return this;
    }
    if (label == CONTROL) {
      return control(lookahead, filter);
    }
    if (label == APPLICATION && isLoop(lookahead)) {
      filter.keepOrDrop(!hasLoop, LOOP_LENGTH);
      hasLoop = true;
      return this;
    }
    boolean kept = isKept(label, lookahead, filter);
    filter.keepOrDrop(kept, 2);
    return new GifSubBlocks(kept, this);
  }

  /** Keeps a control block of the next image; a second or invalid one makes the file malformed. */
  private ParserState control(Lookahead lookahead, StreamFilter filter) throws IOException {
    boolean isValid =
        lookahead.matches(0, "!\u00f9\4")
            && lookahead.has(CONTROL_LENGTH)
            && (lookahead.u8(3) & CONTROL_RESERVED) == 0
            && lookahead.u8(CONTROL_LENGTH - 1) == 0;
    filter.markMalformedUnless(isValid && !hasControl);
    hasControl = true;
    filter.keep(2);
    return new GifSubBlocks(true, this);
  }

  /** Whether this is the block that states how often to play the animation. */
  private static boolean isLoop(Lookahead lookahead) {
    return (lookahead.matches(2, "\u000b" + LOOP) || lookahead.matches(2, "\u000b" + OTHER_LOOP))
        && lookahead.has(LOOP_LENGTH)
        && lookahead.u8(LOOP_LENGTH - 1) == 0;
  }

  private static boolean isKept(int label, Lookahead lookahead, StreamFilter filter) {
    return switch (label) {
      case COMMENT, PLAIN_TEXT -> filter.keeps(EmbeddedMetadata.TEXT);
      case APPLICATION ->
          lookahead.matches(2, "\u000bXMP DataXMP") && filter.keeps(EmbeddedMetadata.XMP);
      default -> false;
    };
  }
}
