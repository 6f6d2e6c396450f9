package com.anykoma.privacy.deidentify;

import com.anykoma.privacy.datamap.EmbeddedMetadata;
import java.io.IOException;
import java.util.Optional;

/**
 * The segments of a JPEG file (ITU T.81, annex B) between its scans: marker, length, data. Of the
 * application segments only those stay that tell how to read the pixels: JFIF without its preview,
 * ICC profiles, Adobe's colour transform.
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
  private static final int SOS = 0xffda;
  private static final int APP0 = 0xffe0;
  private static final int APP1 = 0xffe1;
  private static final int APP2 = 0xffe2;
  private static final int APP14 = 0xffee;
  private static final int APP15 = 0xffef;
  private static final int COM = 0xfffe;

  /** Marker and length. */
  private static final int HEADER = 4;

  private static final String EXIF = "Exif\0";
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
  private static final String MORE_XMP = "http://ns.adobe.com/xmp/extension/\0";
  private static final String JFIF = "JFIF\0";
  private static final int JFIF_WITHOUT_PREVIEW = 18;
  private static final int TIFF = HEADER + 6;

  private boolean exifSeen;

  /** Whether decoders have given up. */
  private boolean isLost;

  @Override
  public Format next(Window window, Passage passage) throws IOException {
    if (window.lacks(2)) {
      return this;
    }
    int marker = window.u16(0);
    if (marker >> 8 != 0xff) {
      stray(1, passage);
    } else if (marker == FILL) {
      passage.keep(1);
    } else if (marker == EOI) {
      passage.keep(2);
      return new Trailer();
    } else if (isWithoutMeaning(marker)) {
      stray(2, passage);
    } else if (isSegment(marker)) {
      return window.lacks(HEADER) ? this : segment(marker, 2 + window.u16(2), window, passage);
    } else {
      giveUp(passage);
      passage.keep(2);
    }
    return this;
  }

  /** Passes {@code n} bytes that belong to no segment, and those up to the next marker. */
  private void stray(int n, Passage passage) throws IOException {
    if (isLost) {
      passage.keepThenTo(n, JpegScan.MARKER);
    } else {
      passage.dropThenTo(n, JpegScan.MARKER);
    }
  }

  private void giveUp(Passage passage) {
    isLost = true;
    passage.doubt();
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

  private Format segment(int marker, int length, Window window, Passage passage)
      throws IOException {
    if (length < HEADER) {
      tooShort(marker, passage);
    } else if (marker == SOS) {
      passage.keepThenTo(length, JpegScan.MARKER);
      return new JpegScan(this);
    } else if (marker < APP0) {
      passage.keep(length);
    } else if (!window.awaits(Math.min(length, HEADER + MORE_XMP.length()))) {
      extra(marker, length, window, passage);
    }
    return this;
  }

  /** Decoders take such a segment for empty, and what follows for stray bytes. */
  private void tooShort(int marker, Passage passage) throws IOException {
    if (marker < APP0) {
      giveUp(passage); // no decoder does without what it should hold
    }
    passage.pass(marker < APP0, HEADER);
  }

  private void extra(int marker, int length, Window window, Passage passage) throws IOException {
    switch (marker) {
      case APP0 -> jfif(length, window, passage);
      case APP1 -> exifOrXmp(length, window, passage);
      case APP2 -> passage.pass(window.matches(HEADER, "ICC_PROFILE\0"), length);
      case APP14 -> passage.pass(window.matches(HEADER, "Adobe"), length);
      case COM -> passage.pass(passage.wants(EmbeddedMetadata.TEXT), length);
      default -> passage.drop(length);
    }
  }

  private static void jfif(int length, Window window, Passage passage) throws IOException {
    if (!window.matches(HEADER, JFIF)) {
      passage.drop(length);
    } else if (length < JFIF_WITHOUT_PREVIEW || !window.shows(JFIF_WITHOUT_PREVIEW)) {
      passage.keep(length);
    } else {
      passage.keep(2);
      passage.replace((byte) 0, (byte) (JFIF_WITHOUT_PREVIEW - 2)); // the segment's length
      passage.keep(12);
      passage.replace((byte) 0, (byte) 0); // the preview's width and height
      passage.drop(length - JFIF_WITHOUT_PREVIEW);
    }
  }

  private void exifOrXmp(int length, Window window, Passage passage) throws IOException {
    if (window.matches(HEADER, EXIF)) {
      exif(length, window, passage);
    } else {
      boolean xmp = window.matches(HEADER, XMP) || window.matches(HEADER, MORE_XMP);
      passage.pass(xmp && passage.wants(EmbeddedMetadata.XMP), length);
    }
  }

  /** The first one tells the orientation, as decoders have it. */
  private void exif(int length, Window window, Passage passage) throws IOException {
    int look = Math.min(length, Window.SIZE);
    if (passage.wants(EmbeddedMetadata.EXIF)) {
      passage.keep(length);
    } else if (!window.awaits(look)) {
      byte[] rest = exifSeen || !window.shows(look) ? new byte[0] : orientation(window);
      exifSeen = true;
      if (rest.length == length && window.matches(0, rest)) {
        passage.keep(length);
      } else {
        passage.insert(rest);
        passage.drop(length);
      }
    }
  }

  private static byte[] orientation(Window window) {
    Optional<Orientation> found = Orientation.in(window.view(TIFF));
    return found.map(Orientation::segment).orElseGet(() -> new byte[0]);
  }
}
