package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.chunk;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.features;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.file;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.frame;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import org.junit.jupiter.api.Test;

/** Checks that kept WebP chunks must have a valid structure and position. */
class WebPStructureTest {
  private static final byte[] PICTURE = WebPFixtures.picture();
  private static final byte[] LOSSY = WebPFixtures.lossy();
  private static final byte[] ALPHA = WebPFixtures.alpha();
  private static final byte[] ANIM = WebPFixtures.animation();
  private static final int LENGTH = MARKER.length();

  @Test
  @Keeps("P5")
  void keepsOnlyTheColoursOfProfiles() {
    byte[] features = features(WebPFixtures.ICC);

    assertStripped(
        file(features, chunk("ICCP", IccProfileFixtures.withText(MARKER)), PICTURE),
        file(features, chunk("ICCP", IccProfileFixtures.sanitized()), PICTURE));
  }

  @Test
  @Keeps("P5")
  void dropsInvalidOrMisplacedProfilesAndTheirFlag() {
    byte[] features = features(WebPFixtures.ICC);
    byte[] text = chunk("ICCP", MARKER);
    byte[] profile = chunk("ICCP", IccProfileFixtures.withText(MARKER));
    byte[] gone = ignored(IccProfileFixtures.sanitized().length);

    assertStripped(file(features, text, PICTURE), file(features(0), ignored(LENGTH), PICTURE));
    assertStripped(file(features, PICTURE, profile), file(features(0), PICTURE, gone));
    assertStripped(file(features(0), profile, PICTURE), file(features(0), gone, PICTURE));
    assertStripped(file(profile, PICTURE), file(gone, PICTURE));
    assertStripped(
        file(features, profile, profile, PICTURE),
        file(features, chunk("ICCP", IccProfileFixtures.sanitized()), gone, PICTURE));
  }

  @Test
  @Keeps("P5")
  void invalidFeaturesAreMalformed() {
    assertMalformed(file(chunk("VP8X", MARKER), PICTURE));
    assertMalformed(file(chunk("VP8X", ""), PICTURE));
    assertMalformed(file(features(0), features(0), PICTURE));
    assertMalformed(file(PICTURE, features(0)));
  }

  @Test
  @Keeps("P5")
  void clearsReservedBits() {
    byte[] file = file(features(0xc1), PICTURE);
    file[21] = 'P';
    file[22] = 'L';
    file[23] = 'A';

    assertStripped(file, file(features(0), PICTURE));
  }

  @Test
  @Keeps("P5")
  void clearsPaddingBytes() {
    byte[] odd = chunk("VP8 ", joined(WebPFixtures.LOSSY, bytes(7)));
    byte[] padded = odd.clone();
    padded[padded.length - 1] = 'P';

    assertStripped(file(padded), file(odd));
    assertStripped(
        file(features(WebPFixtures.ANIMATION), ANIM, frame(padded)),
        file(features(WebPFixtures.ANIMATION), ANIM, frame(odd)));
  }

  @Test
  @Keeps("P5")
  void dropsASecondImage() {
    byte[] second = ignored(WebPFixtures.PIXEL.length);

    assertStripped(file(LOSSY, PICTURE), file(LOSSY, second));
    assertStripped(
        file(features(WebPFixtures.ANIMATION), ANIM, frame(LOSSY, PICTURE)),
        file(features(WebPFixtures.ANIMATION), ANIM, frame(LOSSY, second)));
  }

  @Test
  @Keeps("P5")
  void dropsMisplacedAlpha() {
    byte[] features = features(WebPFixtures.ALPHA);

    assertUnchanged(file(features, ALPHA, LOSSY));
    assertStripped(file(features, ALPHA, ALPHA, LOSSY), file(features, ALPHA, ignored(3), LOSSY));
    assertStripped(file(features, LOSSY, ALPHA), file(features, LOSSY, ignored(3)));
    assertStripped(file(ALPHA, LOSSY), file(ignored(3), LOSSY));
  }

  @Test
  @Keeps("P5")
  void invalidImageIsMalformed() {
    byte[] features = features(WebPFixtures.ALPHA);

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
  void textInPixelDataIsMalformed() {
    assertMalformed(file(chunk("VP8L", joined(WebPFixtures.PIXEL, ascii(MARKER)))));
    assertMalformed(file(chunk("VP8 ", joined(WebPFixtures.LOSSY, ascii(MARKER)))));
    assertMalformed(
        file(
            features(WebPFixtures.ANIMATION),
            ANIM,
            frame(chunk("VP8L", joined(WebPFixtures.PIXEL, ascii(MARKER))))));
  }

  @Test
  @Keeps("P5")
  void invalidAnimationIsMalformed() {
    byte[] animated = features(WebPFixtures.ANIMATION);

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
  void dropsFramesWithoutAnAnimation() {
    byte[] frame = frame(PICTURE);

    assertStripped(
        file(features(0), PICTURE, ANIM, frame),
        file(features(0), PICTURE, ignored(6), ignored(frame.length - 8)));
  }

  private static void assertStripped(byte[] file, byte[] expected) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(expected);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
    assertUnchanged(expected);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }
}
