package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.inserted;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which segments of a JPEG file are removed and which stay. */
class JpegMetadataTest {
  private static final byte[] PICTURE = TestImages.jpeg();
  private static final byte[] COMMENT = JpegFixtures.segment(JpegFixtures.COM, "PLANTED");
  private static final byte[] EXIF =
      JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.LITTLE_ENDIAN, 1));
  private static final byte[] XMP =
      JpegFixtures.segment(JpegFixtures.APP1, "http://ns.adobe.com/xap/1.0/\0<x>PLANTED</x>");
  private static final byte[] PHOTOSHOP =
      JpegFixtures.segment(JpegFixtures.APP13, "Photoshop 3.0\0PLANTED");

  @Test
  @Keeps("P5")
  void dropsSegmentsThatDecodersDoNotNeed() {
    List<byte[]> segments =
        List.of(
            COMMENT,
            EXIF,
            XMP,
            JpegFixtures.segment(
                JpegFixtures.APP1, "http://ns.adobe.com/xmp/extension/\0GUID PLANTED"),
            JpegFixtures.segment(JpegFixtures.APP1, "something else, PLANTED"),
            JpegFixtures.segment(JpegFixtures.APP0, "JFXX\0\20PLANTED"),
            JpegFixtures.segment(JpegFixtures.APP2, "MPF\0PLANTED"),
            JpegFixtures.segment(JpegFixtures.APP2, "FPXR\0PLANTED"),
            JpegFixtures.segment(JpegFixtures.APP11, "JP PLANTED"),
            JpegFixtures.segment(JpegFixtures.APP14, "PLANTED"),
            JpegFixtures.segment(JpegFixtures.COM, ""),
            PHOTOSHOP);

    for (byte[] each : segments) {
      StrippedFile stripped = StrippedFile.of(JpegFixtures.withHead(PICTURE, each));
      assertThat(stripped.bytes()).isEqualTo(PICTURE);
      assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    }
  }

  @Test
  void keepsProfilesAndColourTransforms() {
    assertUnchanged(
        JpegFixtures.withHead(
            PICTURE,
            JpegFixtures.profile(IccProfileFixtures.sanitized()),
            JpegFixtures.segment(JpegFixtures.APP14, "Adobe\0\144\0\0\0\0\1")));
  }

  @Test
  void removesOnlyTheUnwantedKind() {
    byte[] file = JpegFixtures.withHead(PICTURE, COMMENT, EXIF, XMP);

    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.TEXT)).bytes())
        .isEqualTo(JpegFixtures.withHead(PICTURE, EXIF, XMP));
    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.EXIF)).bytes())
        .isEqualTo(JpegFixtures.withHead(PICTURE, COMMENT, XMP));
    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(JpegFixtures.withHead(PICTURE, COMMENT, EXIF));
  }

  @Test
  @Keeps("P5")
  void alwaysDropsPhotoshopResources() {
    for (EmbeddedMetadata each : EmbeddedMetadata.values()) {
      assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, PHOTOSHOP), Set.of(each)).bytes())
          .isEqualTo(PICTURE);
    }
  }

  @Test
  @Keeps("P5")
  void dropsTheJfifThumbnail() {
    byte[] rest = Arrays.copyOfRange(PICTURE, 20, PICTURE.length);
    byte[] preview =
        joined(
            bytes(0xff, 0xd8),
            JpegFixtures.segment(
                JpegFixtures.APP0, joined(ascii("JFIF\0\1\2\0\0\1\0\1\1\2"), new byte[6])),
            rest);

    assertThat(StrippedFile.of(preview).bytes()).isEqualTo(PICTURE);
    assertThat(StrippedFile.of(preview).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void keepsOnlyTheOrientationOfExif(int orientation) {
    byte[] turned = JpegFixtures.withHead(PICTURE, new Orientation(orientation).segment());

    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] exif = JpegFixtures.exif(JpegFixtures.tiff(order, orientation));
      assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, exif)).bytes()).isEqualTo(turned);
    }
    assertUnchanged(turned);
  }

  @Test
  void acceptsOrientationsOfOtherIntegerTypes() {
    byte[] turned = JpegFixtures.withHead(PICTURE, new Orientation(6).segment());

    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      boolean big = order == ByteOrder.BIG_ENDIAN;
      byte[] asLong = JpegFixtures.exif(JpegFixtures.tiff(order, 4, 6));
      byte[] asByte = JpegFixtures.exif(JpegFixtures.tiff(order, 1, big ? 6 << 24 : 6));
      assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, asLong)).bytes()).isEqualTo(turned);
      assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, asByte)).bytes()).isEqualTo(turned);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4_000, 5_000, 60_000})
  void findsTheOrientationAtAnyDirectoryOffset(int directory) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] exif = JpegFixtures.exif(JpegFixtures.tiffWithDirectoryAt(directory, order, 8));

      assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, exif)).bytes())
          .isEqualTo(JpegFixtures.withHead(PICTURE, new Orientation(8).segment()));
    }
  }

  @Test
  void writesTheOrientationAsExif() {
    assertThat(new Orientation(6).segment())
        .isEqualTo(
            JpegFixtures.exif(
                bytes(
                    'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0,
                    0, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 0x0106})
  void dropsUprightOrientations(int orientation) {
    byte[] exif = JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.BIG_ENDIAN, orientation));

    assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, exif)).bytes()).isEqualTo(PICTURE);
  }

  @Test
  void readsTheOrientationFromTheFirstExif() {
    byte[] six = JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.BIG_ENDIAN, 6));
    byte[] eight = JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.BIG_ENDIAN, 8));

    assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, six, eight)).bytes())
        .isEqualTo(JpegFixtures.withHead(PICTURE, new Orientation(6).segment()));
    assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, EXIF, eight)).bytes())
        .isEqualTo(PICTURE);
  }

  @Test
  void damagedExifLosesAtMostTheOrientation() {
    byte[] tiff = JpegFixtures.tiff(ByteOrder.LITTLE_ENDIAN, 6);
    byte[] turned = JpegFixtures.withHead(PICTURE, new Orientation(6).segment());

    for (int at = 0; at < tiff.length; at++) {
      byte[] damaged = tiff.clone();
      damaged[at] = (byte) 0xff;
      byte[] file = JpegFixtures.withHead(PICTURE, JpegFixtures.exif(damaged));
      assertThat(StrippedFile.of(file).bytes()).isIn(turned, PICTURE);

      byte[] cut = JpegFixtures.exif(Arrays.copyOf(tiff, at));
      assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, cut)).bytes())
          .isIn(turned, PICTURE);
    }
  }

  @Test
  void dropsTruncatedExif() {
    byte[] exif = JpegFixtures.exif(JpegFixtures.tiff(ByteOrder.BIG_ENDIAN, 6));
    byte[] cut = joined(bytes(0xff, 0xd8), Arrays.copyOf(exif, exif.length - 1));

    assertThat(StrippedFile.of(cut).bytes()).isEqualTo(bytes(0xff, 0xd8));
    assertThat(StrippedFile.of(cut).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @Test
  void dropsSegmentsOfMaximumLength() {
    byte[] tiff = Arrays.copyOf(JpegFixtures.tiff(ByteOrder.BIG_ENDIAN, 3), 65_533 - 6);

    assertThat(StrippedFile.of(JpegFixtures.withHead(PICTURE, JpegFixtures.exif(tiff))).bytes())
        .isEqualTo(JpegFixtures.withHead(PICTURE, new Orientation(3).segment()));
  }

  @Test
  @Keeps("P5")
  void dropsCommentsBetweenScans() {
    byte[] progressive = TestImages.progressiveJpeg();
    int secondScan = lastIndexOf(progressive, bytes(0xff, 0xda));
    byte[] file = inserted(progressive, secondScan, COMMENT, XMP);

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(progressive);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  void keepsRestartsStuffedZerosAndFillBytes() {
    byte[] data =
        bytes(
            1, 2, 0xff, 0, 3, 0xff, 0xd0, 0xff, 0, 0xff, 0xd7, 4, 0xff, 0xff, 0xff, 0xd1, 5, 0xff,
            0xff);
    byte[] begun = joined(JpegFixtures.beginning(2), JpegFixtures.scan(1), data);
    byte[] rest = joined(JpegFixtures.scan(2), data, JpegFixtures.END);

    assertUnchanged(joined(begun, rest));
    assertThat(StrippedFile.of(joined(begun, COMMENT, rest)).bytes())
        .isEqualTo(joined(begun, rest));
  }

  @Test
  @Keeps("P5")
  void dropsASecondImage() {
    byte[] file = joined(PICTURE, JpegFixtures.withHead(PICTURE, EXIF));

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  @Keeps("P5")
  void dropsStrayBytesAndStripsTheRest() {
    List<byte[]> skipped =
        List.of(
            bytes(0), // a byte of padding
            joined(bytes(0), EXIF),
            joined(bytes(0), Arrays.copyOfRange(XMP, 1, XMP.length)), // 00 e1 instead of ff e1
            ascii("PLANTED between two segments"),
            bytes(0xff, 0xe1, 0, 1), // a length shorter than itself
            bytes(0xff, 0xfe, 0, 0, 'P', 'L', 'A', 'N', 'T', 'E', 'D'),
            bytes(0xff, 0x00), // a scan's byte outside of it
            joined(bytes(0xff, 0x01), ascii("PLANTED")), // temporary, for arithmetic coding
            joined(bytes(0xff, 0xd3), ascii("PLANTED"))); // a restart outside of a scan

    for (byte[] each : skipped) {
      byte[] file = JpegFixtures.withHead(PICTURE, COMMENT, each, COMMENT, XMP);
      assertThat(TestImages.pixels(file)).isEqualTo(TestImages.pixels(PICTURE));

      assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
      assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
    }
  }

  @Test
  @Keeps("P5")
  void dropsStrayBytesAfterAScansMarker() {
    byte[] withoutEnd = Arrays.copyOf(PICTURE, PICTURE.length - 2);
    byte[] file = joined(withoutEnd, COMMENT, ascii("PLANTED"), XMP, bytes(0xff, 0xd9));

    assertThat(TestImages.pixels(file)).isEqualTo(TestImages.pixels(PICTURE));
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
  }

  @Test
  void keepsFillBytesBeforeAMarker() {
    byte[] file =
        JpegFixtures.withHead(PICTURE, bytes(0xff, 0xff, 0xff), COMMENT, bytes(0xff), XMP);

    assertThat(TestImages.pixels(StrippedFile.of(file).bytes()))
        .isEqualTo(TestImages.pixels(PICTURE));
    assertThat(StrippedFile.of(file).text()).doesNotContain("PLANTED");
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  @Keeps("P5")
  void stripsOnlyMetadataWhereDecodersStop() {
    List<byte[]> impossible =
        List.of(
            bytes(0xff, 0xdb, 0, 1), // a table without room for one
            bytes(0xff, 0xd8), // a beginning in the middle
            bytes(0xff, 0x02)); // reserved

    for (byte[] each : impossible) {
      byte[] unknown = joined(each, ascii("what is it"), bytes(0xff, 0), ascii("?"));
      StrippedFile stripped =
          StrippedFile.of(JpegFixtures.withHead(PICTURE, COMMENT, unknown, COMMENT));
      assertThat(stripped.bytes()).isEqualTo(JpegFixtures.withHead(PICTURE, unknown));
      assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
    }
  }

  @Test
  void keepsDamagedScans() {
    for (int code : new int[] {0x01, 0x02, 0xbf}) {
      byte[] file = JpegFixtures.picture(bytes(1, 2, 0xff, code, 3, 0xff, 0, 4));

      assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
      assertThat(StrippedFile.of(file).outcome())
          .isEqualTo(code == 0x01 ? StripResult.NOTHING_FOUND : StripResult.MALFORMED);
    }
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  private static int lastIndexOf(byte[] file, byte[] what) {
    int at = file.length - what.length;
    while (!Arrays.equals(file, at, at + what.length, what, 0, what.length)) {
      at--;
    }
    return at;
  }
}
