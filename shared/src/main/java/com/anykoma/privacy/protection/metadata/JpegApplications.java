package com.anykoma.privacy.protection.metadata;

import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The application segments and comments of a JPEG. Of the former only those stay that tell how to
 * read the pixels, written anew from what they mean: JFIF without its preview, a colour profile
 * without its names, Adobe's colour transform, the orientation in EXIF.
 */
final class JpegApplications {
  private static final int APP0 = 0xffe0;
  private static final int APP1 = 0xffe1;
  private static final int APP2 = 0xffe2;
  private static final int APP14 = 0xffee;
  private static final int COM = 0xfffe;

  /** Marker and length. */
  private static final int HEADER = 4;

  private static final String EXIF = "Exif\0";
  private static final int TIFF = HEADER + 6;
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
  private static final String MORE_XMP = "http://ns.adobe.com/xmp/extension/\0";

  private static final String JFIF = "JFIF\0";
  private static final int JFIF_LENGTH = 18;

  /** Version 1.1, one pixel is as wide as high. */
  private static final String PLAIN_JFIF = "\u00ff\u00e0\0\20JFIF\0\1\1\0\0\1\0\1\0\0";

  /** A profile that needs more than one segment is one for printers, and does not stay. */
  private static final String PROFILE = "ICC_PROFILE\0\1\1";

  private static final int PROFILE_DATA = HEADER + 14;

  private static final String ADOBE = "Adobe";
  private static final int ADOBE_LENGTH = 16;
  private static final int TRANSFORM = ADOBE_LENGTH - 1;
  private static final int MAX_TRANSFORM = 2;
  private static final String PLAIN_ADOBE = "\u00ff\u00ee\0\16Adobe\0\144\0\0\0\0";

  private boolean pixelsBegan;
  private boolean exifSeen;
  private boolean jfifSeen;
  private boolean profileSeen;

  /** The first scan is there. */
  void pixelsBegin() {
    pixelsBegan = true;
  }

  /** Decides about a segment, or asks for more of it. */
  void decide(int marker, int length, Window window, FilterBuffer buffer) throws IOException {
    if (!window.awaits(Math.min(length, HEADER + MORE_XMP.length()))) {
      switch (marker) {
        case APP0 -> jfif(length, window, buffer);
        case APP1 -> exifOrXmp(length, window, buffer);
        case APP2 -> profile(length, window, buffer);
        case APP14 -> adobe(length, window, buffer);
        case COM -> buffer.pass(buffer.wants(EmbeddedMetadata.TEXT), length);
        default -> buffer.drop(length);
      }
    }
  }

  private void jfif(int length, Window window, FilterBuffer buffer) throws IOException {
    boolean isFirst = length >= JFIF_LENGTH && window.matches(HEADER, JFIF) && !jfifSeen;
    if (isFirst && window.shows(JFIF_LENGTH)) {
      jfifSeen = true;
      byte[] plain = latin1(PLAIN_JFIF);
      if (isPlainJfif(window)) {
        System.arraycopy(window.bytes(9, 16), 0, plain, 9, 7); // version, unit, density
      }
      buffer.exchange(JFIF_LENGTH, plain);
      buffer.drop(length - JFIF_LENGTH);
    } else {
      buffer.drop(length);
    }
  }

  private static boolean isPlainJfif(Window window) {
    boolean isKnown = window.u8(9) == 1 && window.u8(10) <= 2 && window.u8(11) <= 2;
    return isKnown && window.u16(12) > 0 && window.u16(14) > 0;
  }

  private void exifOrXmp(int length, Window window, FilterBuffer buffer) throws IOException {
    if (window.matches(HEADER, EXIF)) {
      exif(length, window, buffer);
    } else {
      boolean xmp = window.matches(HEADER, XMP) || window.matches(HEADER, MORE_XMP);
      buffer.pass(xmp && buffer.wants(EmbeddedMetadata.XMP), length);
    }
  }

  /** The first one tells the orientation, as decoders have it. */
  private void exif(int length, Window window, FilterBuffer buffer) throws IOException {
    if (buffer.wants(EmbeddedMetadata.EXIF)) {
      buffer.keep(length);
    } else if (!window.awaits(length)) {
      boolean isFirst = !exifSeen && window.shows(length);
      exifSeen = true;
      if (isFirst) {
        buffer.exchange(length, orientation(window));
      } else {
        buffer.drop(length);
      }
    }
  }

  private static byte[] orientation(Window window) {
    Optional<Orientation> found = Orientation.in(window.view(TIFF));
    return found.map(Orientation::segment).orElseGet(() -> new byte[0]);
  }

  private void profile(int length, Window window, FilterBuffer buffer) throws IOException {
    if (window.awaits(length)) {
      return;
    }
    boolean isFirst = window.matches(HEADER, PROFILE) && !profileSeen && !pixelsBegan;
    Optional<byte[]> plain =
        isFirst && window.shows(length)
            ? IccProfile.plain(window.bytes(PROFILE_DATA, length))
            : Optional.empty();
    if (plain.isPresent()) {
      profileSeen = true;
      byte[] head = window.bytes(0, PROFILE_DATA);
      buffer.exchange(length, ByteBuffer.allocate(length).put(head).put(plain.get()).array());
    } else {
      buffer.drop(length);
    }
  }

  private static void adobe(int length, Window window, FilterBuffer buffer) throws IOException {
    if (length < ADOBE_LENGTH || !window.shows(ADOBE_LENGTH) || !window.matches(HEADER, ADOBE)) {
      buffer.drop(length);
    } else if (window.u8(TRANSFORM) > MAX_TRANSFORM) {
      buffer.markUnclean();
      buffer.keep(length);
    } else {
      byte transform = (byte) window.u8(TRANSFORM);
      byte[] head = latin1(PLAIN_ADOBE);
      buffer.exchange(
          ADOBE_LENGTH, ByteBuffer.allocate(ADOBE_LENGTH).put(head).put(transform).array());
      buffer.drop(length - ADOBE_LENGTH);
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
