package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The application segments (APPn) and comments of a JPEG. Only those that affect how the pixels are
 * displayed stay, rewritten from their parsed values: JFIF without its thumbnail, a colour profile
 * without texts, Adobe's colour transform, the orientation from EXIF.
 */
final class JpegAppSegments {
  private static final int APP0 = 0xffe0;
  private static final int APP1 = 0xffe1;
  private static final int APP2 = 0xffe2;
  private static final int APP14 = 0xffee;
  private static final int COM = 0xfffe;

  /** The length of marker and length field, in bytes. */
  private static final int HEADER = 4;

  private static final String EXIF = "Exif\0";
  private static final int TIFF = HEADER + 6;
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
  private static final String MORE_XMP = "http://ns.adobe.com/xmp/extension/\0";

  private static final String JFIF = "JFIF\0";
  private static final int JFIF_LENGTH = 18;

  /** Version 1.1, square pixels, no thumbnail. */
  private static final String DEFAULT_JFIF = "\u00ff\u00e0\0\20JFIF\0\1\1\0\0\1\0\1\0\0";

  /** Part 1 of 1. Profiles of several segments are for printers and are dropped. */
  private static final String PROFILE = "ICC_PROFILE\0\1\1";

  private static final int PROFILE_DATA = HEADER + 14;

  private static final String ADOBE = "Adobe";
  private static final int ADOBE_LENGTH = 16;
  private static final int TRANSFORM = ADOBE_LENGTH - 1;
  private static final int MAX_TRANSFORM = 2;
  private static final String ADOBE_PREFIX = "\u00ff\u00ee\0\16Adobe\0\144\0\0\0\0";

  private boolean scanSeen;
  private boolean exifSeen;
  private boolean jfifSeen;
  private boolean profileSeen;

  /** Records that the first scan begins; a later profile is dropped. */
  void scanBegins() {
    scanSeen = true;
  }

  /** Keeps, rewrites or drops a segment, or requests more of it. */
  void decide(int marker, int length, Lookahead lookahead, StreamFilter filter) throws IOException {
    if (!lookahead.needsUnlessEnded(Math.min(length, HEADER + MORE_XMP.length()))) {
      switch (marker) {
        case APP0 -> jfif(length, lookahead, filter);
        case APP1 -> exifOrXmp(length, lookahead, filter);
        case APP2 -> profile(length, lookahead, filter);
        case APP14 -> adobe(length, lookahead, filter);
        case COM -> filter.keepOrDrop(filter.keeps(EmbeddedMetadata.TEXT), length);
        default -> filter.drop(length);
      }
    }
  }

  private void jfif(int length, Lookahead lookahead, StreamFilter filter) throws IOException {
    boolean isFirst = length >= JFIF_LENGTH && lookahead.matches(HEADER, JFIF) && !jfifSeen;
    if (isFirst && lookahead.has(JFIF_LENGTH)) {
      jfifSeen = true;
      byte[] segment = latin1(DEFAULT_JFIF);
      if (isValidJfif(lookahead)) {
        System.arraycopy(lookahead.bytes(9, 16), 0, segment, 9, 7); // version, unit, density
      }
      filter.replaceFirst(JFIF_LENGTH, segment);
      filter.drop(length - JFIF_LENGTH);
    } else {
      filter.drop(length);
    }
  }

  private static boolean isValidJfif(Lookahead lookahead) {
    boolean isKnown = lookahead.u8(9) == 1 && lookahead.u8(10) <= 2 && lookahead.u8(11) <= 2;
    return isKnown && lookahead.u16(12) > 0 && lookahead.u16(14) > 0;
  }

  private void exifOrXmp(int length, Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.matches(HEADER, EXIF)) {
      exif(length, lookahead, filter);
    } else {
      boolean isXmp = lookahead.matches(HEADER, XMP) || lookahead.matches(HEADER, MORE_XMP);
      filter.keepOrDrop(isXmp && filter.keeps(EmbeddedMetadata.XMP), length);
    }
  }

  /** Decoders read the orientation from the first EXIF segment, so only that one is read here. */
  private void exif(int length, Lookahead lookahead, StreamFilter filter) throws IOException {
    if (filter.keeps(EmbeddedMetadata.EXIF)) {
      filter.keep(length);
    } else if (!lookahead.needsUnlessEnded(length)) {
      boolean isFirst = !exifSeen && lookahead.has(length);
      exifSeen = true;
      if (isFirst) {
        filter.replaceFirst(length, orientation(lookahead));
      } else {
        filter.drop(length);
      }
    }
  }

  private static byte[] orientation(Lookahead lookahead) {
    Optional<Orientation> found = Orientation.in(lookahead.view(TIFF));
    return found.map(Orientation::segment).orElseGet(() -> new byte[0]);
  }

  private void profile(int length, Lookahead lookahead, StreamFilter filter) throws IOException {
    if (lookahead.needsUnlessEnded(length)) {
      return;
    }
    boolean isFirst = lookahead.matches(HEADER, PROFILE) && !profileSeen && !scanSeen;
    Optional<byte[]> sanitized =
        isFirst && lookahead.has(length)
            ? IccProfile.sanitized(lookahead.bytes(PROFILE_DATA, length))
            : Optional.empty();
    if (sanitized.isPresent()) {
      profileSeen = true;
      byte[] head = lookahead.bytes(0, PROFILE_DATA);
      filter.replaceFirst(length, ByteBuffer.allocate(length).put(head).put(sanitized.get()).array());
    } else {
      filter.drop(length);
    }
  }

  private static void adobe(int length, Lookahead lookahead, StreamFilter filter) throws IOException {
    if (length < ADOBE_LENGTH || !lookahead.has(ADOBE_LENGTH) || !lookahead.matches(HEADER, ADOBE)) {
      filter.drop(length);
    } else if (lookahead.u8(TRANSFORM) > MAX_TRANSFORM) {
      filter.markMalformed();
      filter.keep(length);
    } else {
      byte transform = (byte) lookahead.u8(TRANSFORM);
      byte[] head = latin1(ADOBE_PREFIX);
      filter.replaceFirst(
          ADOBE_LENGTH, ByteBuffer.allocate(ADOBE_LENGTH).put(head).put(transform).array());
      filter.drop(length - ADOBE_LENGTH);
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
