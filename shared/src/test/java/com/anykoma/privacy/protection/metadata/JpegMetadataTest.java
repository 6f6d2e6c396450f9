package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.inserted;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
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

/** Which segments of a JPEG file go, and which stay. */
class JpegMetadataTest {
  private static final byte[] PICTURE = Pictures.jpeg();
  private static final byte[] COMMENT = JpegPieces.segment(JpegPieces.COM, "PLANTED");
  private static final byte[] EXIF = JpegPieces.exif(JpegPieces.tiff(ByteOrder.LITTLE_ENDIAN, 1));
  private static final byte[] XMP =
      JpegPieces.segment(JpegPieces.APP1, "http://ns.adobe.com/xap/1.0/\0<x>PLANTED</x>");
  private static final byte[] PHOTOSHOP =
      JpegPieces.segment(JpegPieces.APP13, "Photoshop 3.0\0PLANTED");

  @Test
  @Keeps("P5")
  void segmentsThatNoPixelNeedsGo() {
    List<byte[]> segments =
        List.of(
            COMMENT,
            EXIF,
            XMP,
            JpegPieces.segment(JpegPieces.APP1, "http://ns.adobe.com/xmp/extension/\0GUID PLANTED"),
            JpegPieces.segment(JpegPieces.APP1, "something else, PLANTED"),
            JpegPieces.segment(JpegPieces.APP0, "JFXX\0\20PLANTED"),
            JpegPieces.segment(JpegPieces.APP2, "MPF\0PLANTED"),
            JpegPieces.segment(JpegPieces.APP2, "FPXR\0PLANTED"),
            JpegPieces.segment(JpegPieces.APP11, "JP PLANTED"),
            JpegPieces.segment(JpegPieces.APP14, "PLANTED"),
            JpegPieces.segment(JpegPieces.COM, ""),
            PHOTOSHOP);

    for (byte[] each : segments) {
      Stripped stripped = Stripped.of(JpegPieces.withHead(PICTURE, each));
      assertThat(stripped.bytes()).isEqualTo(PICTURE);
      assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    }
  }

  @Test
  void profilesAndColourTransformsStay() {
    assertUnchanged(
        JpegPieces.withHead(
            PICTURE,
            JpegPieces.profile(Profiles.plain()),
            JpegPieces.segment(JpegPieces.APP14, "Adobe\0\144\0\0\0\0\1")));
  }

  @Test
  void onlyTheKindThatIsUnwantedGoes() {
    byte[] file = JpegPieces.withHead(PICTURE, COMMENT, EXIF, XMP);

    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.TEXT)).bytes())
        .isEqualTo(JpegPieces.withHead(PICTURE, EXIF, XMP));
    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.EXIF)).bytes())
        .isEqualTo(JpegPieces.withHead(PICTURE, COMMENT, XMP));
    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(JpegPieces.withHead(PICTURE, COMMENT, EXIF));
  }

  @Test
  @Keeps("P5")
  void photoshopsResourcesGoWhateverIsUnwanted() {
    for (EmbeddedMetadata each : EmbeddedMetadata.values()) {
      assertThat(Stripped.of(JpegPieces.withHead(PICTURE, PHOTOSHOP), Set.of(each)).bytes())
          .isEqualTo(PICTURE);
    }
  }

  @Test
  @Keeps("P5")
  void thePreviewInJfifGoes() {
    byte[] rest = Arrays.copyOfRange(PICTURE, 20, PICTURE.length);
    byte[] preview =
        joined(
            bytes(0xff, 0xd8),
            JpegPieces.segment(
                JpegPieces.APP0, joined(ascii("JFIF\0\1\2\0\0\1\0\1\1\2"), new byte[6])),
            rest);

    assertThat(Stripped.of(preview).bytes()).isEqualTo(PICTURE);
    assertThat(Stripped.of(preview).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void aTurnedPhotoStaysTurnedAndSaysNothingElse(int orientation) {
    byte[] turned = JpegPieces.withHead(PICTURE, new Orientation(orientation).segment());

    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] exif = JpegPieces.exif(JpegPieces.tiff(order, orientation));
      assertThat(Stripped.of(JpegPieces.withHead(PICTURE, exif)).bytes()).isEqualTo(turned);
    }
    assertUnchanged(turned);
  }

  @Test
  void anOrientationOfAnotherIntegerTypeTurnsThePhotoToo() {
    byte[] turned = JpegPieces.withHead(PICTURE, new Orientation(6).segment());

    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      boolean big = order == ByteOrder.BIG_ENDIAN;
      byte[] asLong = JpegPieces.exif(JpegPieces.tiff(order, 4, 6));
      byte[] asByte = JpegPieces.exif(JpegPieces.tiff(order, 1, big ? 6 << 24 : 6));
      assertThat(Stripped.of(JpegPieces.withHead(PICTURE, asLong)).bytes()).isEqualTo(turned);
      assertThat(Stripped.of(JpegPieces.withHead(PICTURE, asByte)).bytes()).isEqualTo(turned);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4_000, 5_000, 60_000})
  void anOrientationIsFoundWhereverItsDirectoryIs(int directory) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] exif = JpegPieces.exif(JpegPieces.tiffWithDirectoryAt(directory, order, 8));

      assertThat(Stripped.of(JpegPieces.withHead(PICTURE, exif)).bytes())
          .isEqualTo(JpegPieces.withHead(PICTURE, new Orientation(8).segment()));
    }
  }

  @Test
  void theOrientationIsWrittenAsExifHasIt() {
    assertThat(new Orientation(6).segment())
        .isEqualTo(
            JpegPieces.exif(
                bytes(
                    'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0,
                    0, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 0x0106})
  void anOrientationThatTurnsNothingGoes(int orientation) {
    byte[] exif = JpegPieces.exif(JpegPieces.tiff(ByteOrder.BIG_ENDIAN, orientation));

    assertThat(Stripped.of(JpegPieces.withHead(PICTURE, exif)).bytes()).isEqualTo(PICTURE);
  }

  @Test
  void theFirstExifTellsTheOrientation() {
    byte[] six = JpegPieces.exif(JpegPieces.tiff(ByteOrder.BIG_ENDIAN, 6));
    byte[] eight = JpegPieces.exif(JpegPieces.tiff(ByteOrder.BIG_ENDIAN, 8));

    assertThat(Stripped.of(JpegPieces.withHead(PICTURE, six, eight)).bytes())
        .isEqualTo(JpegPieces.withHead(PICTURE, new Orientation(6).segment()));
    assertThat(Stripped.of(JpegPieces.withHead(PICTURE, EXIF, eight)).bytes()).isEqualTo(PICTURE);
  }

  @Test
  void everyDamageToExifCostsAtMostTheOrientation() {
    byte[] tiff = JpegPieces.tiff(ByteOrder.LITTLE_ENDIAN, 6);
    byte[] turned = JpegPieces.withHead(PICTURE, new Orientation(6).segment());

    for (int at = 0; at < tiff.length; at++) {
      byte[] damaged = tiff.clone();
      damaged[at] = (byte) 0xff;
      byte[] file = JpegPieces.withHead(PICTURE, JpegPieces.exif(damaged));
      assertThat(Stripped.of(file).bytes()).isIn(turned, PICTURE);

      byte[] cut = JpegPieces.exif(Arrays.copyOf(tiff, at));
      assertThat(Stripped.of(JpegPieces.withHead(PICTURE, cut)).bytes()).isIn(turned, PICTURE);
    }
  }

  @Test
  void anExifThatIsCutShortLeavesNothing() {
    byte[] exif = JpegPieces.exif(JpegPieces.tiff(ByteOrder.BIG_ENDIAN, 6));
    byte[] cut = joined(bytes(0xff, 0xd8), Arrays.copyOf(exif, exif.length - 1));

    assertThat(Stripped.of(cut).bytes()).isEqualTo(bytes(0xff, 0xd8));
    assertThat(Stripped.of(cut).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @Test
  void theLargestSegmentGoesToo() {
    byte[] tiff = Arrays.copyOf(JpegPieces.tiff(ByteOrder.BIG_ENDIAN, 3), 65_533 - 6);

    assertThat(Stripped.of(JpegPieces.withHead(PICTURE, JpegPieces.exif(tiff))).bytes())
        .isEqualTo(JpegPieces.withHead(PICTURE, new Orientation(3).segment()));
  }

  @Test
  @Keeps("P5")
  void aCommentBetweenTwoScansGoes() {
    byte[] progressive = Pictures.progressiveJpeg();
    int secondScan = lastIndexOf(progressive, bytes(0xff, 0xda));
    byte[] file = inserted(progressive, secondScan, COMMENT, XMP);

    assertThat(Stripped.of(file).bytes()).isEqualTo(progressive);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  void restartsZerosAndFillBytesBelongToTheScan() {
    byte[] data =
        bytes(
            1, 2, 0xff, 0, 3, 0xff, 0xd0, 0xff, 0, 0xff, 0xd7, 4, 0xff, 0xff, 0xff, 0xd1, 5, 0xff,
            0xff);
    byte[] begun = joined(JpegPieces.beginning(2), JpegPieces.scan(1), data);
    byte[] rest = joined(JpegPieces.scan(2), data, JpegPieces.END);

    assertUnchanged(joined(begun, rest));
    assertThat(Stripped.of(joined(begun, COMMENT, rest)).bytes()).isEqualTo(joined(begun, rest));
  }

  @Test
  @Keeps("P5")
  void aSecondImageAfterTheFirstGoes() {
    byte[] file = joined(PICTURE, JpegPieces.withHead(PICTURE, EXIF));

    assertThat(Stripped.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  @Keeps("P5")
  void bytesThatDecodersSkipGoAndWhatFollowsThemIsStripped() {
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
      byte[] file = JpegPieces.withHead(PICTURE, COMMENT, each, COMMENT, XMP);
      assertThat(Pictures.pixels(file)).isEqualTo(Pictures.pixels(PICTURE));

      assertThat(Stripped.of(file).bytes()).isEqualTo(PICTURE);
      assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
    }
  }

  @Test
  @Keeps("P5")
  void strayBytesAfterAScanGoOnceAMarkerFollowsIt() {
    byte[] withoutEnd = Arrays.copyOf(PICTURE, PICTURE.length - 2);
    byte[] file = joined(withoutEnd, COMMENT, ascii("PLANTED"), XMP, bytes(0xff, 0xd9));

    assertThat(Pictures.pixels(file)).isEqualTo(Pictures.pixels(PICTURE));
    assertThat(Stripped.of(file).bytes()).isEqualTo(PICTURE);
  }

  @Test
  void fillBytesBeforeAMarkerEndNothing() {
    byte[] file = JpegPieces.withHead(PICTURE, bytes(0xff, 0xff, 0xff), COMMENT, bytes(0xff), XMP);

    assertThat(Pictures.pixels(Stripped.of(file).bytes())).isEqualTo(Pictures.pixels(PICTURE));
    assertThat(Stripped.of(file).text()).doesNotContain("PLANTED");
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  @Keeps("P5")
  void fromWhereDecodersGiveUpOnlyMetadataGoes() {
    List<byte[]> impossible =
        List.of(
            bytes(0xff, 0xdb, 0, 1), // a table without room for one
            bytes(0xff, 0xd8), // a beginning in the middle
            bytes(0xff, 0x02)); // reserved

    for (byte[] each : impossible) {
      byte[] unknown = joined(each, ascii("what is it"), bytes(0xff, 0), ascii("?"));
      Stripped stripped = Stripped.of(JpegPieces.withHead(PICTURE, COMMENT, unknown, COMMENT));
      assertThat(stripped.bytes()).isEqualTo(JpegPieces.withHead(PICTURE, unknown));
      assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
    }
  }

  @Test
  void aDamagedScanIsKept() {
    for (int code : new int[] {0x01, 0x02, 0xbf}) {
      byte[] file = JpegPieces.picture(bytes(1, 2, 0xff, code, 3, 0xff, 0, 4));

      assertThat(Stripped.of(file).bytes()).isEqualTo(file);
      assertThat(Stripped.of(file).outcome())
          .isEqualTo(code == 0x01 ? StripResult.NOTHING_FOUND : StripResult.MALFORMED);
    }
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  private static int lastIndexOf(byte[] file, byte[] what) {
    int at = file.length - what.length;
    while (!Arrays.equals(file, at, at + what.length, what, 0, what.length)) {
      at--;
    }
    return at;
  }
}
