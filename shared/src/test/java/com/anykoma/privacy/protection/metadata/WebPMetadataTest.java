package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
import static com.anykoma.privacy.protection.metadata.Pieces.littleU32;
import static com.anykoma.privacy.protection.metadata.WebPPieces.chunk;
import static com.anykoma.privacy.protection.metadata.WebPPieces.features;
import static com.anykoma.privacy.protection.metadata.WebPPieces.file;
import static com.anykoma.privacy.protection.metadata.WebPPieces.frame;
import static com.anykoma.privacy.protection.metadata.WebPPieces.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chunks of a WebP file turn into zeros, and which stay. */
class WebPMetadataTest {
  private static final byte[] PICTURE = WebPPieces.picture();

  @ParameterizedTest
  @ValueSource(strings = {"EXIF", "XMP ", "C2PA", "prVt"})
  @Keeps("P5")
  void chunksThatNoPixelNeedsBecomeZerosOfTheSameLength(String type) {
    Stripped stripped = Stripped.of(file(PICTURE, chunk(type, "PLANTED")));

    assertThat(stripped.bytes()).isEqualTo(file(PICTURE, ignored(7)));
    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  void aLongChunkBecomesZerosToItsEnd() {
    byte[] text = new byte[100_001];
    Arrays.fill(text, (byte) 'x');

    assertThat(Stripped.of(file(chunk("XMP ", text), PICTURE)).bytes())
        .isEqualTo(file(ignored(text.length), PICTURE));
  }

  @Test
  void chunksThatPixelsNeedStay() {
    assertUnchanged(file(WebPPieces.lossy()));
    assertUnchanged(file(PICTURE));
    assertUnchanged(
        file(
            features(WebPPieces.ICC | WebPPieces.ALPHA),
            chunk("ICCP", Profiles.plain()),
            WebPPieces.alpha(),
            WebPPieces.lossy()));
    assertUnchanged(file(features(WebPPieces.ANIMATION), WebPPieces.animation(), frame(PICTURE)));
  }

  @Test
  void flagsOfWhatIsGoneAreCleared() {
    byte[] file = file(features(WebPPieces.ICC | WebPPieces.EXIF | WebPPieces.XMP), PICTURE);

    assertThat(Stripped.of(file).bytes()).isEqualTo(file(features(0), PICTURE));
    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(file(features(WebPPieces.EXIF), PICTURE));
    assertUnchangedBy(
        file(features(WebPPieces.EXIF | WebPPieces.XMP), PICTURE), EmbeddedMetadata.TEXT);
  }

  @Test
  void onlyTheKindThatIsUnwantedGoes() {
    byte[] exif = chunk("EXIF", "PLANTED");
    byte[] xmp = chunk("XMP ", "PLANTED");

    assertThat(Stripped.of(file(PICTURE, exif, xmp), Set.of(EmbeddedMetadata.EXIF)).bytes())
        .isEqualTo(file(PICTURE, ignored(7), xmp));
    assertThat(Stripped.of(file(PICTURE, exif, xmp), Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(file(PICTURE, exif, ignored(7)));
  }

  @Test
  @Keeps("P5")
  void whatHidesInAFrameGoesToo() {
    byte[] file =
        file(
            features(WebPPieces.ANIMATION),
            WebPPieces.animation(),
            frame(PICTURE, chunk("prVt", "PLANTED"), frame(chunk("EXIF", "PLANTED"))),
            frame(PICTURE));

    assertThat(Stripped.of(file).bytes())
        .isEqualTo(
            file(
                features(WebPPieces.ANIMATION),
                WebPPieces.animation(),
                frame(PICTURE, ignored(7), ignored(32)),
                frame(PICTURE)));
  }

  @Test
  void theLastChunkMayLackItsPadding() {
    byte[] padded = file(PICTURE, chunk("EXIF", "PLANTED"));
    byte[] file = Arrays.copyOf(padded, padded.length - 1);
    System.arraycopy(littleU32(file.length - 8), 0, file, 4, 4);
    Stripped stripped = Stripped.of(file);

    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    assertThat(stripped.text()).hasSize(file.length).doesNotContain("PLANTED");
  }

  @Test
  @Keeps("P5")
  void whateverFollowsTheStatedLengthGoes() {
    Stripped stripped = Stripped.of(joined(file(PICTURE), chunk("EXIF", "PLANTED")));

    assertThat(stripped.bytes()).isEqualTo(file(PICTURE));
    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 7, 11, 0xffff_ffffL})
  void aFileWithAWrongLengthKeepsItsPixels(long length) {
    byte[] file = file(PICTURE);
    System.arraycopy(littleU32(length), 0, file, 4, 4);

    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @Test
  void fromAnImpossibleChunkOnEverythingPasses() {
    byte[] rest = joined(ascii("EXIF"), littleU32(1000), ascii("x"), chunk("EXIF", "y"));
    byte[] file = file(chunk("EXIF", "PLANTED"), PICTURE, rest);

    assertThat(Stripped.of(file).bytes()).isEqualTo(file(ignored(7), PICTURE, rest));
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  private static void assertUnchangedBy(byte[] file, EmbeddedMetadata unwanted) {
    Stripped stripped = Stripped.of(file, Set.of(unwanted));

    assertThat(stripped.bytes()).isEqualTo(file);
    assertThat(stripped.outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }
}
