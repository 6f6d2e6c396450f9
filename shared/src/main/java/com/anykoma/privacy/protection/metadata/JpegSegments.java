package com.anykoma.privacy.protection.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The segments of a JPEG file (ITU T.81, annex B) between its scans: marker, length, data. Those
 * from which the pixels are decoded stay; if one has not the form that the format asks for, the
 * file is malformed. {@link JpegApplications} decides about the others.
 *
 * <p>Cameras and editors leave stray bytes between segments. Decoders skip them to the next marker
 * (libjpeg, {@code jdmarker.c}, {@code next_marker}), and so does this class: it drops the stray
 * bytes and goes on stripping. From where a decoder gives up, it keeps stray bytes too and calls
 * the file malformed, but goes on stripping the segments that it knows.
 */
final class JpegSegments implements Format {
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

  /** Marker and length. */
  private static final int HEADER = 4;

  private final JpegTables tables = new JpegTables();
  private final JpegFrame frame = new JpegFrame(tables);
  private final JpegApplications applications = new JpegApplications();

  /** Whether decoders have given up. */
  private boolean isLost;

  @Override
  public Format next(Window window, FilterBuffer buffer) throws IOException {
    if (window.lacks(2)) {
      return this;
    }
    int marker = window.u16(0);
    if (marker >> 8 != 0xff) {
      stray(1, buffer);
    } else if (marker == FILL) {
      buffer.keep(1);
    } else if (marker == EOI) {
      buffer.markUncleanUnless(frame.isWhole());
      buffer.keep(2);
      return new Trailer();
    } else if (isWithoutMeaning(marker)) {
      stray(2, buffer);
    } else if (isSegment(marker)) {
      return window.lacks(HEADER) ? this : segment(marker, 2 + window.u16(2), window, buffer);
    } else {
      giveUp(buffer);
      buffer.keep(2);
    }
    return this;
  }

  /** Passes {@code n} bytes that belong to no segment, and those up to the next marker. */
  private void stray(int n, FilterBuffer buffer) throws IOException {
    if (isLost) {
      buffer.keepThenTo(n, JpegScan.MARKER, Inspector.NONE);
    } else {
      buffer.dropThenTo(n, JpegScan.MARKER);
    }
  }

  private void giveUp(FilterBuffer buffer) {
    isLost = true;
    buffer.markUnclean();
  }

  /** Whether decoders pass over the marker, which no length follows, outside of a scan. */
  private static boolean isWithoutMeaning(int marker) {
    return marker == STUFFED || marker == TEM || (marker >= RST0 && marker <= RST7);
  }

  private static boolean isSegment(int marker) {
    return (marker >= SOF0 && marker <= SOF15)
        || (marker >= SOS && marker <= APP15)
        || marker == COM;
  }

  private Format segment(int marker, int length, Window window, FilterBuffer buffer)
      throws IOException {
    if (length < HEADER) {
      tooShort(marker, buffer);
    } else if (marker >= APP0) {
      applications.decide(marker, length, window, buffer);
    } else if (!window.awaits(length)) {
      return decoding(marker, length, window, buffer);
    }
    return this;
  }

  /** Decoders take such a segment for empty, and what follows for stray bytes. */
  private void tooShort(int marker, FilterBuffer buffer) throws IOException {
    if (marker < APP0) {
      giveUp(buffer); // no decoder does without what it should hold
    }
    buffer.pass(marker < APP0, HEADER);
  }

  /** A segment that tells how to decode the pixels; it stays, whatever it holds. */
  private Format decoding(int marker, int length, Window window, FilterBuffer buffer)
      throws IOException {
    if (marker == DNL && !frame.isHeightOpen()) {
      buffer.drop(length);
      return this;
    }
    buffer.markUncleanUnless(window.shows(length) && isValid(marker, window.view(HEADER, length)));
    if (marker == SOS) {
      applications.pixelsBegin();
      TextRun text = new TextRun();
      buffer.keepThenTo(length, JpegScan.MARKER, text);
      return new JpegScan(text, this);
    }
    buffer.keep(length);
    return this;
  }

  private boolean isValid(int marker, ByteBuffer data) {
    return switch (marker) {
      case DHT -> tables.huffman(data);
      case DAC -> tables.condition(data);
      case DQT -> tables.quantise(data);
      case DRI -> tables.restart(data);
      case DNL -> frame.closeHeight(data);
      case SOS -> frame.scan(data);
      default -> marker <= SOF15 && frame.begin(marker, data);
    };
  }
}
