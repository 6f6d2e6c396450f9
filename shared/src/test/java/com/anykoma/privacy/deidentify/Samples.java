package com.anykoma.privacy.deidentify;

import static com.anykoma.privacy.deidentify.Pieces.ascii;
import static com.anykoma.privacy.deidentify.Pieces.bytes;
import static com.anykoma.privacy.deidentify.Pieces.inserted;
import static com.anykoma.privacy.deidentify.Pieces.joined;

import java.nio.ByteOrder;
import java.util.List;

/** Small files of every format with everything planted in them, and the same without. */
final class Samples {
  private Samples() {}

  /** A file, and what has to be left of it. */
  static final class Sample {
    private final String name;
    private final byte[] planted;
    private final byte[] clean;

    private Sample(String name, byte[] planted, byte[] clean) {
      this.name = name;
      this.planted = planted;
      this.clean = clean;
    }

    byte[] planted() {
      return planted;
    }

    byte[] clean() {
      return clean;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Sample> all() {
    return List.of(
        png(),
        jpeg(Pictures.jpeg()),
        jpeg(Pictures.progressiveJpeg()),
        turnedJpeg(),
        gif(),
        webP(),
        animatedWebP());
  }

  private static Sample png() {
    byte[] clean = Pictures.png();
    byte[] head =
        PngPieces.withHead(
            clean,
            PngPieces.text("parameters", "PLANTED, masterpiece, Steps: 20, Seed: 1"),
            PngPieces.compressedText("Comment", "PLANTED"),
            PngPieces.internationalText("XML:com.adobe.xmp", "<x:xmpmeta>PLANTED</x:xmpmeta>"),
            PngPieces.chunk("eXIf", JpegPieces.tiff(ByteOrder.BIG_ENDIAN, 6)),
            PngPieces.chunk("caBX", ascii("PLANTED")));
    byte[] planted =
        PngPieces.withTail(
            head,
            PngPieces.text("workflow", "{\"nodes\":[\"PLANTED\"]}"),
            PngPieces.text("Raw profile type exif", "\nexif\n 7\nPLANTED"),
            PngPieces.chunk("tIME", bytes(7, 0xea, 1, 2, 3, 4, 5)));
    return new Sample("PNG", joined(planted, ascii("PLANTED")), clean);
  }

  private static Sample jpeg(byte[] clean) {
    byte[] head =
        JpegPieces.withHead(
            clean,
            JpegPieces.exif(JpegPieces.tiff(ByteOrder.LITTLE_ENDIAN, 1)),
            JpegPieces.segment(JpegPieces.APP1, "http://ns.adobe.com/xap/1.0/\0<x>PLANTED</x>"),
            JpegPieces.segment(JpegPieces.APP13, "Photoshop 3.0\0008BIM\4\4\0\0\0\0\0\7PLANTED"),
            JpegPieces.segment(JpegPieces.APP2, "MPF\0PLANTED"),
            JpegPieces.segment(JpegPieces.COM, "PLANTED"));
    byte[] planted =
        inserted(head, head.length - 2, JpegPieces.segment(JpegPieces.APP11, "JP PLANTED"));
    return new Sample(
        "JPEG of " + clean.length + " bytes", joined(planted, ascii("PLANTED")), clean);
  }

  private static Sample turnedJpeg() {
    byte[] picture = Pictures.jpeg();
    return new Sample(
        "turned JPEG",
        JpegPieces.withHead(picture, JpegPieces.exif(JpegPieces.tiff(ByteOrder.LITTLE_ENDIAN, 6))),
        JpegPieces.withHead(picture, new Orientation(6).segment()));
  }

  private static Sample gif() {
    byte[] clean = GifPieces.withHead(Pictures.gif(), GifPieces.application("NETSCAPE2.0", LOOP));
    byte[] planted =
        GifPieces.withHead(
            GifPieces.withTail(clean, GifPieces.comment("PLANTED")),
            GifPieces.xmp("<x:xmpmeta>PLANTED</x:xmpmeta>"),
            GifPieces.application("PRIVATE 1.0", ascii("PLANTED")),
            GifPieces.extension(0x42, ascii("PLANTED"), ascii("again")));
    return new Sample("GIF", joined(planted, ascii("PLANTED")), clean);
  }

  private static final byte[] LOOP = bytes(1, 0, 0);

  private static Sample webP() {
    byte[] picture = WebPPieces.chunk("VP8 ", ascii("pixels of odd length."));
    byte[] profile = WebPPieces.chunk("ICCP", ascii("a profile"));
    return new Sample(
        "WebP",
        joined(
            WebPPieces.file(
                WebPPieces.features(WebPPieces.ICC | WebPPieces.EXIF | WebPPieces.XMP),
                profile,
                picture,
                WebPPieces.chunk("EXIF", "PLANTED"),
                WebPPieces.chunk("XMP ", "<x>PLANTED</x>"),
                WebPPieces.chunk("C2PA", "PLANTED")),
            ascii("PLANTED")),
        WebPPieces.file(
            WebPPieces.features(WebPPieces.ICC),
            profile,
            picture,
            WebPPieces.ignored(7),
            WebPPieces.ignored(14),
            WebPPieces.ignored(7)));
  }

  private static Sample animatedWebP() {
    byte[] animation = WebPPieces.chunk("ANIM", new byte[6]);
    byte[] alpha = WebPPieces.chunk("ALPH", "alpha");
    byte[] picture = WebPPieces.chunk("VP8 ", "pixels");
    int flags = WebPPieces.ANIMATION | WebPPieces.ALPHA;
    return new Sample(
        "animated WebP",
        WebPPieces.file(
            WebPPieces.features(flags | WebPPieces.XMP),
            animation,
            WebPPieces.frame(alpha, picture, WebPPieces.chunk("note", "PLANTED")),
            WebPPieces.frame(picture),
            WebPPieces.chunk("XMP ", "PLANTED")),
        WebPPieces.file(
            WebPPieces.features(flags),
            animation,
            WebPPieces.frame(alpha, picture, WebPPieces.ignored(7)),
            WebPPieces.frame(picture),
            WebPPieces.ignored(7)));
  }
}
