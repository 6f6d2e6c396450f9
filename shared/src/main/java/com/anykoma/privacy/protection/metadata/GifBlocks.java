package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.io.IOException;

/**
 * The blocks of a GIF file (GIF89a): images, extensions, the trailer. Extensions that affect how
 * the images are displayed stay. Plain text extensions, which viewers ignore, are treated as text
 * metadata. Colour profiles, which viewers ignore too, are dropped.
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
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(1)) {
      return this;
    }
    return switch (in.u8(0)) {
      case IMAGE -> image(in, out);
      case EXTENSION -> extension(in, out);
      case TRAILER -> {
        out.markMalformedUnless(hasImage && !hasControl && !screenColours.holdsText());
        out.keep(1);
        yield new TrailingBytes();
      }
      default -> {
        out.keepRest(StripResult.MALFORMED);
        yield this;
      }
    };
  }

  private ParserState image(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(IMAGE_LENGTH)) {
      return this;
    }
    int table = GifHeader.colourTable(in.u8(IMAGE_FLAGS));
    int length = IMAGE_LENGTH + table + 1;
    if (in.needs(length)) {
      return this;
    }
    long pixels = (long) littleEndian(in, 5) * littleEndian(in, 7);
    GifPixels codes = new GifPixels(pixels, in.u8(length - 1));
    ColourTable colours =
        table == 0 ? screenColours : new ColourTable(in.bytes(IMAGE_LENGTH, IMAGE_LENGTH + table));
    out.markMalformedUnless(pixels > 0);
    out.keep(length);
    hasImage = true;
    hasControl = false;
    return new GifImage(codes, colours, table > 0, this);
  }

  private static int littleEndian(Lookahead in, int at) {
    return in.u8(at) | in.u8(at + 1) << 8;
  }

  private ParserState extension(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(2)) {
      return this;
    }
    int label = in.u8(1);
    if ((label == APPLICATION || label == CONTROL) && in.needsUnlessEnded(LOOP_LENGTH)) {
      return this;
    }
    if (label == CONTROL) {
      return control(in, out);
    }
    if (label == APPLICATION && isLoop(in)) {
      out.keepOrDrop(!hasLoop, LOOP_LENGTH);
      hasLoop = true;
      return this;
    }
    boolean kept = isKept(label, in, out);
    out.keepOrDrop(kept, 2);
    return new GifSubBlocks(kept, this);
  }

  /** Keeps a control block of the next image; a second or invalid one makes the file malformed. */
  private ParserState control(Lookahead in, StreamFilter out) throws IOException {
    boolean isValid =
        in.matches(0, "!\u00f9\4")
            && in.has(CONTROL_LENGTH)
            && (in.u8(3) & CONTROL_RESERVED) == 0
            && in.u8(CONTROL_LENGTH - 1) == 0;
    out.markMalformedUnless(isValid && !hasControl);
    hasControl = true;
    out.keep(2);
    return new GifSubBlocks(true, this);
  }

  /** Whether this is the block that states how often to play the animation. */
  private static boolean isLoop(Lookahead in) {
    return (in.matches(2, "\u000b" + LOOP) || in.matches(2, "\u000b" + OTHER_LOOP))
        && in.has(LOOP_LENGTH)
        && in.u8(LOOP_LENGTH - 1) == 0;
  }

  private static boolean isKept(int label, Lookahead in, StreamFilter out) {
    return switch (label) {
      case COMMENT, PLAIN_TEXT -> out.keeps(EmbeddedMetadata.TEXT);
      case APPLICATION -> in.matches(2, "\u000bXMP DataXMP") && out.keeps(EmbeddedMetadata.XMP);
      default -> false;
    };
  }
}
