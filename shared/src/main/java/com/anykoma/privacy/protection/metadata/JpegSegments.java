package com.anykoma.privacy.protection.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The segments of a JPEG file (ITU T.81, annex B) between its scans: marker, length, data. Segments
 * from which the pixels are decoded stay; if one is invalid, the file is malformed. {@link
 * JpegAppSegments} handles the others.
 *
 * <p>Cameras and editors leave stray bytes between segments. Decoders skip them up to the next
 * marker (libjpeg, {@code jdmarker.c}, {@code next_marker}), so this class drops them. After a
 * point at which decoders stop, the file is malformed: stray bytes are then kept, and known
 * segments are still stripped.
 */
final class JpegSegments implements ParserState {
  /** The first byte of a marker; as a data byte, it is followed by a zero. */
  private static final byte MARKER = (byte) 0xff;

  private static final int FILL = 0xffff;
  private static final int STUFFED = 0xff00;
  private static final int TEM = 0xff01;
  private static final int RST0 = 0xffd0;
  private static final int RST7 = 0xffd7;
  private static final int SOF0 = 0xffc0;
  private static final int SOF15 = 0xffcf;
  private static final int EOI = 0xffd9;
  private static final int DHT = 0xffc4;
  private static final int DAC = 0xffcc;
  private static final int SOS = 0xffda;
  private static final int DQT = 0xffdb;
  private static final int DNL = 0xffdc;
  private static final int DRI = 0xffdd;
  private static final int APP0 = 0xffe0;
  private static final int APP15 = 0xffef;
  private static final int COM = 0xfffe;

  /** The length of marker and length field, in bytes. */
  private static final int HEADER = 4;

  private final JpegTables tables = new JpegTables();
  private final JpegFrame frame = new JpegFrame(tables);
  private final JpegAppSegments appSegments = new JpegAppSegments();

  /** Whether decoders stop before this point. */
  private boolean isUndecodable;

  @Override
  public ParserState next(Lookahead in, StreamFilter out) throws IOException {
    if (in.needs(2)) {
      return this;
    }
    int marker = in.u16(0);
    if (marker >> 8 != 0xff) {
      stray(1, out);
    } else if (marker == FILL) {
      out.keep(1);
    } else if (marker == EOI) {
      out.markMalformedUnless(frame.isComplete());
      out.keep(2);
      return ParserState::trailingBytes;
    } else if (isSkippedMarker(marker)) {
      stray(2, out);
    } else if (isSegment(marker)) {
      return in.needs(HEADER) ? this : segment(marker, 2 + in.u16(2), in, out);
    } else {
      markUndecodable(out);
      out.keep(2);
    }
    return this;
  }

  /** Handles {@code n} bytes outside of any segment and all bytes up to the next marker. */
  private void stray(int n, StreamFilter out) throws IOException {
    if (isUndecodable) {
      out.keepUntil(n, MARKER, ByteInspector.NONE);
    } else {
      out.dropUntil(n, MARKER);
    }
  }

  private void markUndecodable(StreamFilter out) {
    isUndecodable = true;
    out.markMalformed();
  }

  /** Whether decoders skip this marker, which has no length, outside of a scan. */
  private static boolean isSkippedMarker(int marker) {
    return marker == STUFFED || marker == TEM || (marker >= RST0 && marker <= RST7);
  }

  private static boolean isSegment(int marker) {
    return (marker >= SOF0 && marker <= SOF15)
        || (marker >= SOS && marker <= APP15)
        || marker == COM;
  }

  private ParserState segment(int marker, int length, Lookahead in, StreamFilter out)
      throws IOException {
    if (length < HEADER) {
      segmentTooShort(marker, out);
    } else if (marker >= APP0) {
      appSegments.decide(marker, length, in, out);
    } else if (!in.needsUnlessEnded(length)) {
      return decodingSegment(marker, length, in, out);
    }
    return this;
  }

  /** Handles a segment shorter than its length field; decoders treat it as empty. */
  private void segmentTooShort(int marker, StreamFilter out) throws IOException {
    if (marker < APP0) {
      markUndecodable(out); // decoders need its contents
    }
    out.keepOrDrop(marker < APP0, HEADER);
  }

  /** Keeps a segment from which the pixels are decoded, even if it is invalid. */
  private ParserState decodingSegment(int marker, int length, Lookahead in, StreamFilter out)
      throws IOException {
    if (marker == DNL && !frame.isHeightPending()) {
      out.drop(length);
      return this;
    }
    out.markMalformedUnless(in.has(length) && isValid(marker, in.view(HEADER, length)));
    if (marker == SOS) {
      appSegments.scanBegins();
      PlainTextDetector text = new PlainTextDetector();
      out.keepUntil(length, MARKER, text);
      return scan(text);
    }
    out.keep(length);
    return this;
  }

  /**
   * The entropy-coded data of a scan, up to the next marker of a segment or of the image's end.
   * Lower markers, apart from restarts and TEM, make the file malformed; the data after them stay,
   * because some decoders read on. Plain text in the data makes the file malformed too.
   */
  private ParserState scan(PlainTextDetector text) {
    return (in, out) -> {
      if (in.needs(2)) {
        return scan(text);
      }
      int marker = in.u16(0);
      if (marker == FILL) {
        out.keep(1); // the next marker may be a restart
      } else if (marker < SOF0 || (marker >= RST0 && marker <= RST7)) {
        out.markMalformedUnless(marker <= TEM || marker >= SOF0);
        out.keepUntil(2, MARKER, text);
      } else {
        out.markMalformedUnless(!text.isFound());
        return this;
      }
      return scan(text);
    };
  }

  private boolean isValid(int marker, ByteBuffer data) {
    return switch (marker) {
      case DHT -> tables.acceptHuffmanTables(data);
      case DAC -> tables.acceptConditioning(data);
      case DQT -> tables.acceptQuantisationTables(data);
      case DRI -> tables.acceptRestartInterval(data);
      case DNL -> frame.acceptHeight(data);
      case SOS -> frame.acceptScan(data);
      default -> marker <= SOF15 && frame.acceptFrame(marker, data);
    };
  }
}
