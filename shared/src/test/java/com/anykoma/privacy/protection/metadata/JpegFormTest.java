package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.JpegPieces.END;
import static com.anykoma.privacy.protection.metadata.JpegPieces.segment;
import static com.anykoma.privacy.protection.metadata.Pieces.MARKER;
import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
import static com.anykoma.privacy.protection.metadata.Pieces.u16;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The segments of a JPEG that stay have the form that the format gives them. */
class JpegFormTest {
  private static final byte[] DATA = bytes(0x3f);
  private static final byte[] PICTURE = JpegPieces.picture(DATA);
  private static final byte[] PHOTO = Pictures.jpeg();
  private static final byte[] TEXT = ascii(MARKER);
  private static final String ADOBE = "Adobe\0\144\0\0\0\0";

  @Test
  void thePicturesThatTheTestsChangeAreValid() {
    assertUnchanged(PICTURE);
    assertUnchanged(PHOTO);
    assertUnchanged(Pictures.progressiveJpeg());
    assertUnchanged(withHead(segment(JpegPieces.DRI, u16(4))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @Keeps("P5")
  void ofAdobesSegmentTheTransformStays(int transform) {
    byte[] plain = segment(JpegPieces.APP14, joined(ascii(ADOBE), bytes(transform)));
    byte[] longer = segment(JpegPieces.APP14, joined(ascii(ADOBE), bytes(transform), TEXT));
    byte[] telling = segment(JpegPieces.APP14, joined(ascii("AdobePLANTE"), bytes(transform)));

    assertUnchanged(withHead(plain));
    assertStripped(withHead(longer), withHead(plain));
    assertStripped(withHead(telling), withHead(plain));
    assertStripped(withHead(segment(JpegPieces.APP14, ascii(ADOBE))), PICTURE); // too short
    assertMalformed(withHead(segment(JpegPieces.APP14, joined(ascii(ADOBE), bytes(3)))));
  }

  @Test
  @Keeps("P5")
  void ofJfifTheDensityStays() {
    byte[] plain = segment(JpegPieces.APP0, "JFIF\0\1\2\1\0\110\0\110\0\0");
    byte[] usual = segment(JpegPieces.APP0, "JFIF\0\1\1\0\0\1\0\1\0\0");

    assertUnchanged(withHead(plain));
    assertStripped(withHead(plain, plain), withHead(plain)); // the first one counts
    assertStripped(withHead(segment(JpegPieces.APP0, "JFIF\0PLANTED..")), withHead(usual));
    assertStripped(withHead(segment(JpegPieces.APP0, "JFIF\0short")), PICTURE);
  }

  @Test
  @Keeps("P5")
  void ofAProfileTheColoursStay() {
    byte[] plain = JpegPieces.profile(Profiles.plain());

    assertStripped(withHead(JpegPieces.profile(Profiles.telling(MARKER))), withHead(plain));
    assertStripped(withHead(plain, plain), withHead(plain));
    assertStripped(
        joined(JpegPieces.beginning(2), JpegPieces.scan(1), DATA, plain, second()),
        joined(JpegPieces.beginning(2), JpegPieces.scan(1), DATA, second())); // after a scan
  }

  private static byte[] second() {
    return joined(JpegPieces.scan(2), DATA, END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\1\1", "\1\2", "\2\2", "\0\1", "\2\1"})
  @Keeps("P5")
  void whatIsNoProfileGoes(String numbers) {
    byte[] profile = numbers.equals("\1\1") ? TEXT : Profiles.plain();

    assertStripped(
        withHead(segment(JpegPieces.APP2, joined(ascii("ICC_PROFILE\0" + numbers), profile))),
        PICTURE);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce,
        0xcf, 0xda, 0xdb, 0xdd, 0xde, 0xdf
      })
  @Keeps("P5")
  void textInASegmentThatTellsHowToDecodeMakesTheFileMalformed(int marker) {
    assertMalformed(withHead(segment(marker, TEXT)));
    for (int length = 0; length < 2; length++) {
      assertMalformed(withHead(segment(marker, Arrays.copyOf(TEXT, length))));
    }
  }

  @Test
  @Keeps("P5")
  void tablesThatDoNotAddUpMakeTheFileMalformed() {
    byte[] quantisation = Arrays.copyOfRange(JpegPieces.quantisation(1), 4, 69);
    byte[] zero = quantisation.clone();
    zero[5] = 0;
    byte[] codes = Arrays.copyOfRange(JpegPieces.codes(1), 4, 22);
    List<byte[]> wrong =
        List.of(
            segment(JpegPieces.DQT, joined(quantisation, TEXT)),
            segment(JpegPieces.DQT, zero),
            JpegPieces.quantisation(4),
            segment(JpegPieces.DHT, joined(codes, TEXT)),
            segment(JpegPieces.DHT, joined(bytes(1, 0, 3), new byte[14], bytes(1, 1, 2))), // twice
            segment(JpegPieces.DHT, joined(bytes(1, 2), new byte[15], bytes(1, 2))), // too many
            segment(JpegPieces.DRI, bytes(0)),
            segment(JpegPieces.DRI, joined(bytes(0, 1), TEXT)));

    for (byte[] each : wrong) {
      assertMalformed(withHead(each));
    }
  }

  @Test
  @Keeps("P5")
  void aTableThatNoScanUsesMakesTheFileMalformed() {
    assertMalformed(withHead(JpegPieces.quantisation(1)));
    assertMalformed(withHead(JpegPieces.quantisation(0))); // replaced before it is used
    assertMalformed(withHead(JpegPieces.codes(1)));
    assertMalformed(withHead(segment(JpegPieces.DRI, u16(1)), segment(JpegPieces.DRI, u16(2))));
    assertMalformed(inserted(PICTURE.length - 2, JpegPieces.quantisation(0)));
  }

  @Test
  @Keeps("P5")
  void aSecondRunOfTheSamePixelsMakesTheFileMalformed() {
    assertMalformed(inserted(PICTURE.length - 2, JpegPieces.scan(1), TEXT));
    assertMalformed(inserted(PICTURE.length - 2, JpegPieces.scan(1), DATA));
    assertMalformed(inserted(PICTURE.length - 2, JpegPieces.scan(2), DATA)); // of no component
    byte[] progressive = Pictures.progressiveJpeg();
    int scan = progressive.length - 2;
    while (progressive[scan] != (byte) 0xff || progressive[scan + 1] != (byte) 0xda) {
      scan--;
    }
    byte[] last = Arrays.copyOfRange(progressive, scan, progressive.length - 2);
    assertMalformed(Pieces.inserted(progressive, progressive.length - 2, last));
  }

  @Test
  @Keeps("P5")
  void textAfterTheLastPixelMakesTheFileMalformed() {
    assertMalformed(inserted(PICTURE.length - 2, TEXT));
    assertMalformed(Pieces.inserted(PHOTO, PHOTO.length - 2, TEXT));
    assertMalformed(Pieces.inserted(PHOTO, PHOTO.length - 2, bytes(0xff, 0xd3), TEXT));
  }

  @Test
  @Keeps("P5")
  void aFileWithoutAPictureIsMalformed() {
    assertMalformed(joined(bytes(0xff, 0xd8), END));
    assertMalformed(joined(JpegPieces.beginning(1), END));
    assertMalformed(joined(JpegPieces.beginning(2), JpegPieces.scan(1), DATA, END));
  }

  @Test
  @Keeps("P5")
  void theHeightAfterAScanStaysWhereTheFrameLacksIt() {
    byte[] height = segment(JpegPieces.DNL, u16(8));
    assertStripped(inserted(PICTURE.length - 2, height), PICTURE);
    assertStripped(inserted(PICTURE.length - 2, segment(JpegPieces.DNL, TEXT)), PICTURE);

    byte[] open = PICTURE.clone();
    int frame = 2 + JpegPieces.quantisation(0).length;
    open[frame + 6] = 0;
    assertMalformed(open);
    assertUnchanged(Pieces.inserted(open, open.length - 2, height));
    assertMalformed(Pieces.inserted(open, open.length - 2, segment(JpegPieces.DNL, TEXT)));
  }

  private static byte[] withHead(byte[]... segments) {
    return JpegPieces.withHead(PICTURE, segments);
  }

  private static byte[] inserted(int at, byte[]... pieces) {
    return Pieces.inserted(PICTURE, at, pieces);
  }

  private static void assertStripped(byte[] file, byte[] expected) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(expected);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }
}
