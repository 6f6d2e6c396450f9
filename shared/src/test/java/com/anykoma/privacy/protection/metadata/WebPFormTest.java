package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.MARKER;
import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
import static com.anykoma.privacy.protection.metadata.WebPPieces.chunk;
import static com.anykoma.privacy.protection.metadata.WebPPieces.features;
import static com.anykoma.privacy.protection.metadata.WebPPieces.file;
import static com.anykoma.privacy.protection.metadata.WebPPieces.frame;
import static com.anykoma.privacy.protection.metadata.WebPPieces.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import org.junit.jupiter.api.Test;

/** The chunks of a WebP file that stay have the form and the place that the format gives them. */
class WebPFormTest {
  private static final byte[] PICTURE = WebPPieces.picture();
  private static final byte[] LOSSY = WebPPieces.lossy();
  private static final byte[] ALPHA = WebPPieces.alpha();
  private static final byte[] ANIM = WebPPieces.animation();
  private static final int LENGTH = MARKER.length();

  @Test
  @Keeps("P5")
  void ofAProfileTheColoursStay() {
    byte[] features = features(WebPPieces.ICC);

    assertStripped(
        file(features, chunk("ICCP", Profiles.telling(MARKER)), PICTURE),
        file(features, chunk("ICCP", Profiles.plain()), PICTURE));
  }

  @Test
  @Keeps("P5")
  void whatIsNoProfileOrIsInTheWrongPlaceGoesWithItsFlag() {
    byte[] features = features(WebPPieces.ICC);
    byte[] text = chunk("ICCP", MARKER);
    byte[] profile = chunk("ICCP", Profiles.telling(MARKER));
    byte[] gone = ignored(Profiles.plain().length);

    assertStripped(file(features, text, PICTURE), file(features(0), ignored(LENGTH), PICTURE));
    assertStripped(file(features, PICTURE, profile), file(features(0), PICTURE, gone));
    assertStripped(file(features(0), profile, PICTURE), file(features(0), gone, PICTURE));
    assertStripped(file(profile, PICTURE), file(gone, PICTURE));
    assertStripped(
        file(features, profile, profile, PICTURE),
        file(features, chunk("ICCP", Profiles.plain()), gone, PICTURE));
  }

  @Test
  @Keeps("P5")
  void featuresOfAnotherFormMakeTheFileMalformed() {
    assertMalformed(file(chunk("VP8X", MARKER), PICTURE));
    assertMalformed(file(chunk("VP8X", ""), PICTURE));
    assertMalformed(file(features(0), features(0), PICTURE));
    assertMalformed(file(PICTURE, features(0)));
  }

  @Test
  @Keeps("P5")
  void reservedBitsBecomeZero() {
    byte[] file = file(features(0xc1), PICTURE);
    file[21] = 'P';
    file[22] = 'L';
    file[23] = 'A';

    assertStripped(file, file(features(0), PICTURE));
  }

  @Test
  @Keeps("P5")
  void theByteThatPadsAChunkBecomesZero() {
    byte[] odd = chunk("VP8 ", joined(WebPPieces.LOSSY, bytes(7)));
    byte[] padded = odd.clone();
    padded[padded.length - 1] = 'P';

    assertStripped(file(padded), file(odd));
    assertStripped(
        file(features(WebPPieces.ANIMATION), ANIM, frame(padded)),
        file(features(WebPPieces.ANIMATION), ANIM, frame(odd)));
  }

  @Test
  @Keeps("P5")
  void aSecondImageGoes() {
    byte[] second = ignored(WebPPieces.PIXEL.length);

    assertStripped(file(LOSSY, PICTURE), file(LOSSY, second));
    assertStripped(
        file(features(WebPPieces.ANIMATION), ANIM, frame(LOSSY, PICTURE)),
        file(features(WebPPieces.ANIMATION), ANIM, frame(LOSSY, second)));
  }

  @Test
  @Keeps("P5")
  void alphaValuesWithoutAPlaceGo() {
    byte[] features = features(WebPPieces.ALPHA);

    assertUnchanged(file(features, ALPHA, LOSSY));
    assertStripped(file(features, ALPHA, ALPHA, LOSSY), file(features, ALPHA, ignored(3), LOSSY));
    assertStripped(file(features, LOSSY, ALPHA), file(features, LOSSY, ignored(3)));
    assertStripped(file(ALPHA, LOSSY), file(ignored(3), LOSSY));
  }

  @Test
  @Keeps("P5")
  void anImageOfAnotherFormMakesTheFileMalformed() {
    byte[] features = features(WebPPieces.ALPHA);

    assertMalformed(file(chunk("VP8L", MARKER)));
    assertMalformed(file(chunk("VP8 ", MARKER)));
    assertMalformed(file(chunk("VP8L", "")));
    assertMalformed(file(features, chunk("ALPH", MARKER), LOSSY));
    assertMalformed(file(features, chunk("ALPH", joined(bytes(0), new byte[5])), LOSSY));
    assertUnchanged(file(features, chunk("ALPH", new byte[1 + 21 * 13]), LOSSY));
    assertMalformed(file(features(0)));
    assertMalformed(file(ignored(3)));
  }

  @Test
  @Keeps("P5")
  void textAmongThePixelsMakesTheFileMalformed() {
    assertMalformed(file(chunk("VP8L", joined(WebPPieces.PIXEL, ascii(MARKER)))));
    assertMalformed(file(chunk("VP8 ", joined(WebPPieces.LOSSY, ascii(MARKER)))));
    assertMalformed(
        file(
            features(WebPPieces.ANIMATION),
            ANIM,
            frame(chunk("VP8L", joined(WebPPieces.PIXEL, ascii(MARKER))))));
  }

  @Test
  @Keeps("P5")
  void anAnimationOfAnotherFormMakesTheFileMalformed() {
    byte[] animated = features(WebPPieces.ANIMATION);

    assertUnchanged(file(animated, ANIM, frame(PICTURE), frame(ALPHA, LOSSY)));
    assertMalformed(
        file(animated, chunk("ANIM", joined(new byte[6], ascii(MARKER))), frame(LOSSY)));
    assertMalformed(file(animated, frame(PICTURE)));
    assertMalformed(file(animated, ANIM));
    assertMalformed(file(animated, ANIM, frame()));
    assertMalformed(file(animated, ANIM, chunk("ANMF", MARKER.substring(0, 15))));
    assertMalformed(file(animated, ANIM, PICTURE));
    byte[] reserved = joined(new byte[15], bytes(4), PICTURE);
    assertMalformed(file(animated, ANIM, chunk("ANMF", reserved)));
  }

  @Test
  @Keeps("P5")
  void framesWithoutAnAnimationGo() {
    byte[] frame = frame(PICTURE);

    assertStripped(
        file(features(0), PICTURE, ANIM, frame),
        file(features(0), PICTURE, ignored(6), ignored(frame.length - 8)));
  }

  private static void assertStripped(byte[] file, byte[] expected) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(expected);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
    assertUnchanged(expected);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }
}
