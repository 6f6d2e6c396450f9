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
  void decide(int marker, int length, Lookahead in, StreamFilter out) throws IOException {
    if (!in.needsUnlessEnded(Math.min(length, HEADER + MORE_XMP.length()))) {
      switch (marker) {
        case APP0 -> jfif(length, in, out);
        case APP1 -> exifOrXmp(length, in, out);
        case APP2 -> profile(length, in, out);
        case APP14 -> adobe(length, in, out);
        case COM -> out.keepOrDrop(out.keeps(EmbeddedMetadata.TEXT), length);
        default -> out.drop(length);
      }
    }
  }

  private void jfif(int length, Lookahead in, StreamFilter out) throws IOException {
    boolean isFirst = length >= JFIF_LENGTH && in.matches(HEADER, JFIF) && !jfifSeen;
    if (isFirst && in.has(JFIF_LENGTH)) {
      jfifSeen = true;
      byte[] segment = latin1(DEFAULT_JFIF);
      if (isValidJfif(in)) {
        System.arraycopy(in.bytes(9, 16), 0, segment, 9, 7); // version, unit, density
      }
      out.replaceFirst(JFIF_LENGTH, segment);
      out.drop(length - JFIF_LENGTH);
    } else {
      out.drop(length);
    }
  }

  private static boolean isValidJfif(Lookahead in) {
    boolean isKnown = in.u8(9) == 1 && in.u8(10) <= 2 && in.u8(11) <= 2;
    return isKnown && in.u16(12) > 0 && in.u16(14) > 0;
  }

  private void exifOrXmp(int length, Lookahead in, StreamFilter out) throws IOException {
    if (in.matches(HEADER, EXIF)) {
      exif(length, in, out);
    } else {
      boolean isXmp = in.matches(HEADER, XMP) || in.matches(HEADER, MORE_XMP);
      out.keepOrDrop(isXmp && out.keeps(EmbeddedMetadata.XMP), length);
    }
  }

  /** Decoders read the orientation from the first EXIF segment, so only that one is read here. */
  private void exif(int length, Lookahead in, StreamFilter out) throws IOException {
    if (out.keeps(EmbeddedMetadata.EXIF)) {
      out.keep(length);
    } else if (!in.needsUnlessEnded(length)) {
      boolean isFirst = !exifSeen && in.has(length);
      exifSeen = true;
      if (isFirst) {
        out.replaceFirst(length, orientation(in));
      } else {
        out.drop(length);
      }
    }
  }

  private static byte[] orientation(Lookahead in) {
    Optional<Orientation> found = Orientation.in(in.view(TIFF));
    return found.map(Orientation::segment).orElseGet(() -> new byte[0]);
  }

  private void profile(int length, Lookahead in, StreamFilter out) throws IOException {
    if (in.needsUnlessEnded(length)) {
      return;
    }
    boolean isFirst = in.matches(HEADER, PROFILE) && !profileSeen && !scanSeen;
    Optional<byte[]> sanitized =
        isFirst && in.has(length)
            ? IccProfile.sanitized(in.bytes(PROFILE_DATA, length))
            : Optional.empty();
    if (sanitized.isPresent()) {
      profileSeen = true;
      byte[] head = in.bytes(0, PROFILE_DATA);
      out.replaceFirst(length, ByteBuffer.allocate(length).put(head).put(sanitized.get()).array());
    } else {
      out.drop(length);
    }
  }

  private static void adobe(int length, Lookahead in, StreamFilter out) throws IOException {
    if (length < ADOBE_LENGTH || !in.has(ADOBE_LENGTH) || !in.matches(HEADER, ADOBE)) {
      out.drop(length);
    } else if (in.u8(TRANSFORM) > MAX_TRANSFORM) {
      out.markMalformed();
      out.keep(length);
    } else {
      byte transform = (byte) in.u8(TRANSFORM);
      byte[] head = latin1(ADOBE_PREFIX);
      out.replaceFirst(
          ADOBE_LENGTH, ByteBuffer.allocate(ADOBE_LENGTH).put(head).put(transform).array());
      out.drop(length - ADOBE_LENGTH);
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
