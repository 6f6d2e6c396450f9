package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u16;
import static com.anykoma.privacy.protection.metadata.JpegFixtures.END;
import static com.anykoma.privacy.protection.metadata.JpegFixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that kept JPEG segments must have the structure that the format prescribes. */
class JpegStructureTest {
  private static final byte[] DATA = bytes(0x3f);
  private static final byte[] PICTURE = JpegFixtures.picture(DATA);
  private static final byte[] PHOTO = TestImages.jpeg();
  private static final byte[] TEXT = ascii(MARKER);
  private static final String ADOBE = "Adobe\0\144\0\0\0\0";

  @Test
  void baseImagesAreValid() {
    assertUnchanged(PICTURE);
    assertUnchanged(PHOTO);
    assertUnchanged(TestImages.progressiveJpeg());
    assertUnchanged(withHead(segment(JpegFixtures.DRI, u16(4))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @Keeps("P5")
  void keepsOnlyTheTransformOfAdobeSegments(int transform) {
    byte[] plain = segment(JpegFixtures.APP14, joined(ascii(ADOBE), bytes(transform)));
    byte[] longer = segment(JpegFixtures.APP14, joined(ascii(ADOBE), bytes(transform), TEXT));
    byte[] withMarker = segment(JpegFixtures.APP14, joined(ascii("AdobePLANTE"), bytes(transform)));

    assertUnchanged(withHead(plain));
    assertStripped(withHead(longer), withHead(plain));
    assertStripped(withHead(withMarker), withHead(plain));
    assertStripped(withHead(segment(JpegFixtures.APP14, ascii(ADOBE))), PICTURE); // too short
    assertMalformed(withHead(segment(JpegFixtures.APP14, joined(ascii(ADOBE), bytes(3)))));
  }

  @Test
  @Keeps("P5")
  void keepsOnlyTheDensityOfJfif() {
    byte[] plain = segment(JpegFixtures.APP0, "JFIF\0\1\2\1\0\110\0\110\0\0");
    byte[] usual = segment(JpegFixtures.APP0, "JFIF\0\1\1\0\0\1\0\1\0\0");

    assertUnchanged(withHead(plain));
    assertStripped(withHead(plain, plain), withHead(plain)); // the first one counts
    assertStripped(withHead(segment(JpegFixtures.APP0, "JFIF\0PLANTED..")), withHead(usual));
    assertStripped(withHead(segment(JpegFixtures.APP0, "JFIF\0short")), PICTURE);
  }

  @Test
  @Keeps("P5")
  void keepsOnlyTheColoursOfProfiles() {
    byte[] plain = JpegFixtures.profile(IccProfileFixtures.sanitized());

    assertStripped(
        withHead(JpegFixtures.profile(IccProfileFixtures.withText(MARKER))), withHead(plain));
    assertStripped(withHead(plain, plain), withHead(plain));
    assertStripped(
        joined(JpegFixtures.beginning(2), JpegFixtures.scan(1), DATA, plain, second()),
        joined(JpegFixtures.beginning(2), JpegFixtures.scan(1), DATA, second())); // after a scan
  }

  private static byte[] second() {
    return joined(JpegFixtures.scan(2), DATA, END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\1\1", "\1\2", "\2\2", "\0\1", "\2\1"})
  @Keeps("P5")
  void dropsInvalidProfiles(String numbers) {
    byte[] profile = numbers.equals("\1\1") ? TEXT : IccProfileFixtures.sanitized();

    assertStripped(
        withHead(segment(JpegFixtures.APP2, joined(ascii("ICC_PROFILE\0" + numbers), profile))),
        PICTURE);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce,
        0xcf, 0xda, 0xdb, 0xdd, 0xde, 0xdf
      })
  @Keeps("P5")
  void textInADecodingSegmentIsMalformed(int marker) {
    assertMalformed(withHead(segment(marker, TEXT)));
    for (int length = 0; length < 2; length++) {
      assertMalformed(withHead(segment(marker, Arrays.copyOf(TEXT, length))));
    }
  }

  @Test
  @Keeps("P5")
  void inconsistentTablesAreMalformed() {
    byte[] quantisation = Arrays.copyOfRange(JpegFixtures.quantisation(1), 4, 69);
    byte[] zero = quantisation.clone();
    zero[5] = 0;
    byte[] codes = Arrays.copyOfRange(JpegFixtures.codes(1), 4, 22);
    List<byte[]> wrong =
        List.of(
            segment(JpegFixtures.DQT, joined(quantisation, TEXT)),
            segment(JpegFixtures.DQT, zero),
            JpegFixtures.quantisation(4),
            segment(JpegFixtures.DHT, joined(codes, TEXT)),
            segment(
                JpegFixtures.DHT, joined(bytes(1, 0, 3), new byte[14], bytes(1, 1, 2))), // twice
            segment(JpegFixtures.DHT, joined(bytes(1, 2), new byte[15], bytes(1, 2))), // too many
            segment(JpegFixtures.DRI, bytes(0)),
            segment(JpegFixtures.DRI, joined(bytes(0, 1), TEXT)));

    for (byte[] each : wrong) {
      assertMalformed(withHead(each));
    }
  }

  @Test
  @Keeps("P5")
  void unusedTableIsMalformed() {
    assertMalformed(withHead(JpegFixtures.quantisation(1)));
    assertMalformed(withHead(JpegFixtures.quantisation(0))); // replaced before it is used
    assertMalformed(withHead(JpegFixtures.codes(1)));
    assertMalformed(withHead(segment(JpegFixtures.DRI, u16(1)), segment(JpegFixtures.DRI, u16(2))));
    assertMalformed(inserted(PICTURE.length - 2, JpegFixtures.quantisation(0)));
  }

  @Test
  @Keeps("P5")
  void repeatedScanIsMalformed() {
    assertMalformed(inserted(PICTURE.length - 2, JpegFixtures.scan(1), TEXT));
    assertMalformed(inserted(PICTURE.length - 2, JpegFixtures.scan(1), DATA));
    assertMalformed(inserted(PICTURE.length - 2, JpegFixtures.scan(2), DATA)); // of no component
    byte[] progressive = TestImages.progressiveJpeg();
    int scan = progressive.length - 2;
    while (progressive[scan] != (byte) 0xff || progressive[scan + 1] != (byte) 0xda) {
      scan--;
    }
    byte[] last = Arrays.copyOfRange(progressive, scan, progressive.length - 2);
    assertMalformed(ByteArrays.inserted(progressive, progressive.length - 2, last));
  }

  @Test
  @Keeps("P5")
  void textAfterTheLastPixelIsMalformed() {
    assertMalformed(inserted(PICTURE.length - 2, TEXT));
    assertMalformed(ByteArrays.inserted(PHOTO, PHOTO.length - 2, TEXT));
    assertMalformed(ByteArrays.inserted(PHOTO, PHOTO.length - 2, bytes(0xff, 0xd3), TEXT));
  }

  @Test
  @Keeps("P5")
  void fileWithoutAnImageIsMalformed() {
    assertMalformed(joined(bytes(0xff, 0xd8), END));
    assertMalformed(joined(JpegFixtures.beginning(1), END));
    assertMalformed(joined(JpegFixtures.beginning(2), JpegFixtures.scan(1), DATA, END));
  }

  @Test
  @Keeps("P5")
  void keepsTheHeightSegmentIfTheFrameHasNoHeight() {
    byte[] height = segment(JpegFixtures.DNL, u16(8));
    assertStripped(inserted(PICTURE.length - 2, height), PICTURE);
    assertStripped(inserted(PICTURE.length - 2, segment(JpegFixtures.DNL, TEXT)), PICTURE);

    byte[] open = PICTURE.clone();
    int frame = 2 + JpegFixtures.quantisation(0).length;
    open[frame + 6] = 0;
    assertMalformed(open);
    assertUnchanged(ByteArrays.inserted(open, open.length - 2, height));
    assertMalformed(ByteArrays.inserted(open, open.length - 2, segment(JpegFixtures.DNL, TEXT)));
  }

  private static byte[] withHead(byte[]... segments) {
    return JpegFixtures.withHead(PICTURE, segments);
  }

  private static byte[] inserted(int at, byte[]... pieces) {
    return ByteArrays.inserted(PICTURE, at, pieces);
  }

  private static void assertStripped(byte[] file, byte[] expected) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(expected);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }
}
