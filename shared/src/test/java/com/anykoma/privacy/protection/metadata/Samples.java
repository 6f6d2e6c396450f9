package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.MARKER;
import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.inserted;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;

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
    byte[] picture = Pictures.png();
    byte[] clean = PngPieces.withHead(picture, PngPieces.profile("icc", Profiles.plain()));
    byte[] head =
        PngPieces.withHead(
            picture,
            PngPieces.profile(MARKER, Profiles.telling(MARKER)),
            PngPieces.text("parameters", MARKER + ", masterpiece, Steps: 20, Seed: 1"),
            PngPieces.compressedText("Comment", MARKER),
            PngPieces.internationalText(
                "XML:com.adobe.xmp", "<x:xmpmeta>" + MARKER + "</x:xmpmeta>"),
            PngPieces.chunk("eXIf", JpegPieces.tiff(ByteOrder.BIG_ENDIAN, 6)),
            PngPieces.chunk("caBX", ascii(MARKER)));
    byte[] planted =
        PngPieces.withTail(
            head,
            PngPieces.text("workflow", "{\"nodes\":[\"" + MARKER + "\"]}"),
            PngPieces.text("Raw profile type exif", "\nexif\n 7\n" + MARKER),
            PngPieces.chunk("tIME", bytes(7, 0xea, 1, 2, 3, 4, 5)));
    return new Sample("PNG", joined(planted, ascii(MARKER)), clean);
  }

  private static Sample jpeg(byte[] picture) {
    byte[] clean = JpegPieces.withHead(picture, JpegPieces.profile(Profiles.plain()));
    byte[] head =
        JpegPieces.withHead(
            picture,
            JpegPieces.profile(Profiles.telling(MARKER)),
            JpegPieces.exif(JpegPieces.tiff(ByteOrder.LITTLE_ENDIAN, 1)),
            JpegPieces.segment(
                JpegPieces.APP1, "http://ns.adobe.com/xap/1.0/\0<x>" + MARKER + "</x>"),
            JpegPieces.segment(JpegPieces.APP13, "Photoshop 3.0\0008BIM\4\4\0\0\0\0\0\7" + MARKER),
            JpegPieces.segment(JpegPieces.APP2, "MPF\0" + MARKER),
            JpegPieces.segment(JpegPieces.COM, MARKER));
    byte[] planted =
        inserted(head, head.length - 2, JpegPieces.segment(JpegPieces.APP11, "JP " + MARKER));
    return new Sample("JPEG of " + clean.length + " bytes", joined(planted, ascii(MARKER)), clean);
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
            GifPieces.withTail(clean, GifPieces.comment(MARKER)),
            GifPieces.xmp("<x:xmpmeta>" + MARKER + "</x:xmpmeta>"),
            GifPieces.application("PRIVATE 1.0", ascii(MARKER)),
            GifPieces.extension(0x42, ascii(MARKER), ascii("again")));
    return new Sample("GIF", joined(planted, ascii(MARKER)), clean);
  }

  private static final byte[] LOOP = bytes(1, 0, 0);

  private static Sample webP() {
    byte[] picture = WebPPieces.chunk("VP8 ", joined(WebPPieces.LOSSY, bytes(7)));
    return new Sample(
        "WebP",
        joined(
            WebPPieces.file(
                WebPPieces.features(WebPPieces.EXIF | WebPPieces.XMP),
                picture,
                WebPPieces.chunk("EXIF", MARKER),
                WebPPieces.chunk("XMP ", "<x>" + MARKER + "</x>"),
                WebPPieces.chunk("C2PA", MARKER)),
            ascii(MARKER)),
        WebPPieces.file(
            WebPPieces.features(0),
            picture,
            WebPPieces.ignored(MARKER.length()),
            WebPPieces.ignored(MARKER.length() + 7),
            WebPPieces.ignored(MARKER.length())));
  }

  /** What is left of it when it is cut depends on the profile that follows its first chunk. */
  static Sample webPWithProfile() {
    byte[] features = WebPPieces.features(WebPPieces.ICC);
    byte[] rest = WebPPieces.picture();
    return new Sample(
        "WebP with a profile",
        WebPPieces.file(features, WebPPieces.chunk("ICCP", Profiles.telling(MARKER)), rest),
        WebPPieces.file(features, WebPPieces.chunk("ICCP", Profiles.plain()), rest));
  }

  private static Sample animatedWebP() {
    byte[] animation = WebPPieces.animation();
    byte[] alpha = WebPPieces.alpha();
    byte[] picture = WebPPieces.lossy();
    int flags = WebPPieces.ANIMATION | WebPPieces.ALPHA;
    return new Sample(
        "animated WebP",
        WebPPieces.file(
            WebPPieces.features(flags | WebPPieces.XMP),
            animation,
            WebPPieces.frame(alpha, picture, WebPPieces.chunk("note", MARKER)),
            WebPPieces.frame(picture),
            WebPPieces.chunk("XMP ", MARKER)),
        WebPPieces.file(
            WebPPieces.features(flags),
            animation,
            WebPPieces.frame(alpha, picture, WebPPieces.ignored(MARKER.length())),
            WebPPieces.frame(picture),
            WebPPieces.ignored(MARKER.length())));
  }
}
