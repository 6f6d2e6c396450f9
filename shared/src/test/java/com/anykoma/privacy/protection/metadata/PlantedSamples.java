package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.inserted;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;

import java.nio.ByteOrder;
import java.util.List;

/** Small files of every format with planted metadata, and their expected stripped form. */
final class PlantedSamples {
  private PlantedSamples() {}

  /** A file with planted metadata and its expected stripped form. */
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
        jpeg(TestImages.jpeg()),
        jpeg(TestImages.progressiveJpeg()),
        turnedJpeg(),
        gif(),
        webP(),
        animatedWebP());
  }

  private static Sample png() {
    byte[] picture = TestImages.png();
    byte[] clean =
        PngFixtures.withHead(picture, PngFixtures.profile("icc", IccProfileFixtures.sanitized()));
    byte[] head =
        PngFixtures.withHead(
            picture,
            PngFixtures.profile(MARKER, IccProfileFixtures.withText(MARKER)),
            PngFixtures.text("parameters", MARKER + ", masterpiece, Steps: 20, Seed: 1"),
            PngFixtures.compressedText("Comment", MARKER),
            PngFixtures.internationalText(
                "XML:com.adobe.xmp", "<x:xmpmeta>" + MARKER + "</x:xmpmeta>"),
            PngFixtures.chunk("eXIf", JpegFixtures.tiff(ByteOrder.BIG_ENDIAN, 6)),
            PngFixtures.chunk("caBX", ascii(MARKER)));
    byte[] planted =
        PngFixtures.withTail(
            head,
            PngFixtures.text("workflow", "{\"nodes\":[\"" + MARKER + "\"]}"),
            PngFixtures.text("Raw profile type exif", "\nexif\n 7\n" + MARKER),
            PngFixtures.chunk("tIME", bytes(7, 0xea, 1, 2, 3, 4, 5)));
    return new Sample("PNG", joined(planted, ascii(MARKER)), clean);
  }

  private static Sample jpeg(byte[] picture) {
    byte[] clean =
        JpegFixtures.withHead(picture, JpegFixtures.profile(IccProfileFixtures.sanitized()));
    byte[] head =
        JpegFixtures.withHead(
            picture,
            JpegFixtures.profile(IccProfileFixtures.withText(MARKER)),
            JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.LITTLE_ENDIAN, 1)),
            JpegFixtures.segment(
                JpegFixtures.APP1, "http://ns.adobe.com/xap/1.0/\0<x>" + MARKER + "</x>"),
            JpegFixtures.segment(
                JpegFixtures.APP13, "Photoshop 3.0\0008BIM\4\4\0\0\0\0\0\7" + MARKER),
            JpegFixtures.segment(JpegFixtures.APP2, "MPF\0" + MARKER),
            JpegFixtures.segment(JpegFixtures.COM, MARKER));
    byte[] planted =
        inserted(head, head.length - 2, JpegFixtures.segment(JpegFixtures.APP11, "JP " + MARKER));
    return new Sample("JPEG of " + clean.length + " bytes", joined(planted, ascii(MARKER)), clean);
  }

  private static Sample turnedJpeg() {
    byte[] picture = TestImages.jpeg();
    return new Sample(
        "turned JPEG",
        JpegFixtures.withHead(
            picture, JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.LITTLE_ENDIAN, 6))),
        JpegFixtures.withHead(picture, new Orientation(6).segment()));
  }

  private static Sample gif() {
    byte[] clean =
        GifFixtures.withHead(TestImages.gif(), GifFixtures.application("NETSCAPE2.0", LOOP));
    byte[] planted =
        GifFixtures.withHead(
            GifFixtures.withTail(clean, GifFixtures.comment(MARKER)),
            GifFixtures.xmp("<x:xmpmeta>" + MARKER + "</x:xmpmeta>"),
            GifFixtures.application("PRIVATE 1.0", ascii(MARKER)),
            GifFixtures.extension(0x42, ascii(MARKER), ascii("again")));
    return new Sample("GIF", joined(planted, ascii(MARKER)), clean);
  }

  private static final byte[] LOOP = bytes(1, 0, 0);

  private static Sample webP() {
    byte[] picture = WebPFixtures.chunk("VP8 ", joined(WebPFixtures.LOSSY, bytes(7)));
    return new Sample(
        "WebP",
        joined(
            WebPFixtures.file(
                WebPFixtures.features(WebPFixtures.EXIF | WebPFixtures.XMP),
                picture,
                WebPFixtures.chunk("EXIF", MARKER),
                WebPFixtures.chunk("XMP ", "<x>" + MARKER + "</x>"),
                WebPFixtures.chunk("C2PA", MARKER)),
            ascii(MARKER)),
        WebPFixtures.file(
            WebPFixtures.features(0),
            picture,
            WebPFixtures.ignored(MARKER.length()),
            WebPFixtures.ignored(MARKER.length() + 7),
            WebPFixtures.ignored(MARKER.length())));
  }

  /** Not among the samples for truncation: its stripped form depends on the later profile. */
  static Sample webPWithProfile() {
    byte[] features = WebPFixtures.features(WebPFixtures.ICC);
    byte[] rest = WebPFixtures.picture();
    return new Sample(
        "WebP with a profile",
        WebPFixtures.file(
            features, WebPFixtures.chunk("ICCP", IccProfileFixtures.withText(MARKER)), rest),
        WebPFixtures.file(
            features, WebPFixtures.chunk("ICCP", IccProfileFixtures.sanitized()), rest));
  }

  private static Sample animatedWebP() {
    byte[] animation = WebPFixtures.animation();
    byte[] alpha = WebPFixtures.alpha();
    byte[] picture = WebPFixtures.lossy();
    int flags = WebPFixtures.ANIMATION | WebPFixtures.ALPHA;
    return new Sample(
        "animated WebP",
        WebPFixtures.file(
            WebPFixtures.features(flags | WebPFixtures.XMP),
            animation,
            WebPFixtures.frame(alpha, picture, WebPFixtures.chunk("note", MARKER)),
            WebPFixtures.frame(picture),
            WebPFixtures.chunk("XMP ", MARKER)),
        WebPFixtures.file(
            WebPFixtures.features(flags),
            animation,
            WebPFixtures.frame(alpha, picture, WebPFixtures.ignored(MARKER.length())),
            WebPFixtures.frame(picture),
            WebPFixtures.ignored(MARKER.length())));
  }
}
