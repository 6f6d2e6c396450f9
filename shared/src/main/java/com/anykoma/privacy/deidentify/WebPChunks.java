package com.anykoma.privacy.deidentify;

import com.anykoma.privacy.datamap.EmbeddedMetadata;
import com.anykoma.privacy.deidentify.MetadataStripper.Outcome;
import java.io.IOException;
import java.util.Set;

/**
 * The chunks of a WebP file, or of one frame in it (RFC 9649): type, length, data, a padding byte
 * if the length is odd. Every length stays as it is, because the file's beginning has told them
 * already: an unwanted chunk turns into one of zeros that decoders skip.
 */
final class WebPChunks implements Format {
  private static final int HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final byte[] IGNORED = {'J', 'U', 'N', 'K'};
  private static final int EXIF_FLAG = 0x08;
  private static final int XMP_FLAG = 0x04;

  private static final String FEATURES = "VP8X";
  private static final String FRAME = "ANMF";
  private static final Set<String> NEEDED_BY_FRAME = Set.of("VP8 ", "VP8L", "ALPH");
  private static final Set<String> NEEDED =
      Set.of("VP8 ", "VP8L", "ALPH", "ICCP", "ANIM", FEATURES, FRAME);

  private final Set<String> needed;
  private final Format following;
  private long left;

  private WebPChunks(long length, Set<String> needed, Format following) {
    this.left = length;
    this.needed = needed;
    this.following = following;
  }

  static WebPChunks ofFile(long length) {
    return new WebPChunks(length, NEEDED, new Trailer());
  }

  /** The length that a RIFF header states, the lowest byte first. */
  static long length(Window window) {
    return Integer.toUnsignedLong(Integer.reverseBytes((int) window.u32(4)));
  }

  @Override
  public Format next(Window window, Passage passage) throws IOException {
    if (left == 0) {
      return following;
    }
    if (window.lacks(HEADER)) {
      return this;
    }
    String type = window.type(0);
    long length = length(window);
    long room = left - HEADER;
    if (length > room) {
      passage.keepRest(Outcome.MALFORMED);
      return this;
    }
    if (type.equals(FEATURES) && length > 0 && window.lacks(HEADER + 1)) {
      return this;
    }
    long padded = Math.min(length + (length & 1), room); // the last one may lack its padding
    left = room - padded;
    return chunk(type, padded, window, passage);
  }

  private Format chunk(String type, long length, Window window, Passage passage)
      throws IOException {
    if (!isKept(type, passage)) {
      passage.replace(IGNORED);
      passage.keep(4);
      passage.zero(length);
    } else if (type.equals(FEATURES) && length > 0) {
      passage.keep(HEADER);
      passage.replace((byte) flags(window.u8(0), passage));
      passage.keep(length - 1);
    } else if (type.equals(FRAME) && length >= FRAME_HEADER) {
      passage.keep(HEADER + FRAME_HEADER);
      return new WebPChunks(length - FRAME_HEADER, NEEDED_BY_FRAME, this);
    } else {
      passage.keep(HEADER + length);
    }
    return this;
  }

  private boolean isKept(String type, Passage passage) {
    return switch (type) {
      case "EXIF" -> passage.wants(EmbeddedMetadata.EXIF);
      case "XMP " -> passage.wants(EmbeddedMetadata.XMP);
      default -> needed.contains(type);
    };
  }

  private static int flags(int flags, Passage passage) {
    int unset =
        (passage.wants(EmbeddedMetadata.EXIF) ? 0 : EXIF_FLAG)
            | (passage.wants(EmbeddedMetadata.XMP) ? 0 : XMP_FLAG);
    return flags & ~unset;
  }
}
