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
        yield ParserState::trailingBytes;
      }
      default -> out.keepRest(StripResult.MALFORMED);
    };
  }

  private ParserState image(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(IMAGE_LENGTH)) {
      return this;
    }
    int table = tableLength(in.u8(IMAGE_FLAGS));
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
    return image(codes, colours, table > 0);
  }

  /**
   * The compressed pixels of one image: sub-blocks of up to 255 bytes, then an empty one. Bytes
   * after the last code are dropped.
   *
   * @param ownsColours whether the image has a colour table of its own
   */
  private ParserState image(GifPixels pixels, ColourTable colours, boolean ownsColours) {
    return (in, out) -> {
      if (in.needs(1) || in.needs(1 + in.u8(0))) {
        return image(pixels, colours, ownsColours);
      }
      int length = in.u8(0);
      if (length == 0) {
        colours.markUsed(pixels.colours());
        out.markMalformedUnless(pixels.isComplete() && !(ownsColours && colours.holdsText()));
        out.keep(1);
        return this;
      }
      byte[] block =
          pixels.isEnded() ? new byte[0] : in.bytes(0, 1 + pixels.accept(in, 1, 1 + length));
      if (block.length > 0) {
        block[0] = (byte) (block.length - 1);
      }
      out.replaceFirst(1 + length, block);
      return image(pixels, colours, ownsColours);
    };
  }

  /** The length of the colour table, in bytes, that the flags of a screen or an image state. */
  static int tableLength(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
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
    return subBlocks(kept);
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
    return subBlocks(true);
  }

  /**
   * The data of a block: sub-blocks of up to 255 bytes, then an empty one. XMP is not split into
   * sub-blocks, but ends in bytes that lead a reader of sub-blocks to its end.
   */
  private ParserState subBlocks(boolean kept) {
    return (in, out) -> {
      if (in.needs(1)) {
        return subBlocks(kept);
      }
      int length = in.u8(0);
      out.keepOrDrop(kept, 1 + length);
      return length == 0 ? this : subBlocks(kept);
    };
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
