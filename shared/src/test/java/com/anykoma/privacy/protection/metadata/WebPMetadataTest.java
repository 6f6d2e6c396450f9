package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.littleU32;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.chunk;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.features;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.file;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.frame;
import static com.anykoma.privacy.protection.metadata.WebPFixtures.ignored;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which chunks of a WebP file are replaced by zeros and which stay. */
class WebPMetadataTest {
  private static final byte[] PICTURE = WebPFixtures.picture();

  @ParameterizedTest
  @ValueSource(strings = {"EXIF", "XMP ", "C2PA", "prVt"})
  @Keeps("P5")
  void replacesUnneededChunksByZerosOfTheSameLength(String type) {
    StrippedFile stripped = StrippedFile.of(file(PICTURE, chunk(type, "PLANTED")));

    assertThat(stripped.bytes()).isEqualTo(file(PICTURE, ignored(7)));
    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @Test
  void replacesLongChunksCompletely() {
    byte[] text = new byte[100_001];
    Arrays.fill(text, (byte) 'x');

    assertThat(StrippedFile.of(file(chunk("XMP ", text), PICTURE)).bytes())
        .isEqualTo(file(ignored(text.length), PICTURE));
  }

  @Test
  void keepsChunksThatDecodersNeed() {
    assertUnchanged(file(WebPFixtures.lossy()));
    assertUnchanged(file(PICTURE));
    assertUnchanged(
        file(
            features(WebPFixtures.ICC | WebPFixtures.ALPHA),
            chunk("ICCP", IccProfileFixtures.sanitized()),
            WebPFixtures.alpha(),
            WebPFixtures.lossy()));
    assertUnchanged(
        file(features(WebPFixtures.ANIMATION), WebPFixtures.animation(), frame(PICTURE)));
  }

  @Test
  void clearsFlagsOfRemovedChunks() {
    byte[] file = file(features(WebPFixtures.ICC | WebPFixtures.EXIF | WebPFixtures.XMP), PICTURE);

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file(features(0), PICTURE));
    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(file(features(WebPFixtures.EXIF), PICTURE));
    assertUnchangedBy(
        file(features(WebPFixtures.EXIF | WebPFixtures.XMP), PICTURE), EmbeddedMetadata.TEXT);
  }

  @Test
  void removesOnlyTheUnwantedKind() {
    byte[] exif = chunk("EXIF", "PLANTED");
    byte[] xmp = chunk("XMP ", "PLANTED");

    assertThat(StrippedFile.of(file(PICTURE, exif, xmp), Set.of(EmbeddedMetadata.EXIF)).bytes())
        .isEqualTo(file(PICTURE, ignored(7), xmp));
    assertThat(StrippedFile.of(file(PICTURE, exif, xmp), Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(file(PICTURE, exif, ignored(7)));
  }

  @Test
  @Keeps("P5")
  void removesMetadataFromFrames() {
    byte[] file =
        file(
            features(WebPFixtures.ANIMATION),
            WebPFixtures.animation(),
            frame(PICTURE, chunk("prVt", "PLANTED"), frame(chunk("EXIF", "PLANTED"))),
            frame(PICTURE));

    assertThat(StrippedFile.of(file).bytes())
        .isEqualTo(
            file(
                features(WebPFixtures.ANIMATION),
                WebPFixtures.animation(),
                frame(PICTURE, ignored(7), ignored(32)),
                frame(PICTURE)));
  }

  @Test
  void acceptsALastChunkWithoutPadding() {
    byte[] padded = file(PICTURE, chunk("EXIF", "PLANTED"));
    byte[] file = Arrays.copyOf(padded, padded.length - 1);
    System.arraycopy(littleU32(file.length - 8), 0, file, 4, 4);
    StrippedFile stripped = StrippedFile.of(file);

    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    assertThat(stripped.text()).hasSize(file.length).doesNotContain("PLANTED");
  }

  @Test
  @Keeps("P5")
  void dropsBytesAfterTheStatedLength() {
    StrippedFile stripped = StrippedFile.of(joined(file(PICTURE), chunk("EXIF", "PLANTED")));

    assertThat(stripped.bytes()).isEqualTo(file(PICTURE));
    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 7, 11, 0xffff_ffffL})
  void keepsPixelsOfFilesWithAWrongLength(long length) {
    byte[] file = file(PICTURE);
    System.arraycopy(littleU32(length), 0, file, 4, 4);

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @Test
  void keepsEverythingAfterAnInvalidChunk() {
    byte[] rest = joined(ascii("EXIF"), littleU32(1000), ascii("x"), chunk("EXIF", "y"));
    byte[] file = file(chunk("EXIF", "PLANTED"), PICTURE, rest);

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file(ignored(7), PICTURE, rest));
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  private static void assertUnchangedBy(byte[] file, EmbeddedMetadata unwanted) {
    StrippedFile stripped = StrippedFile.of(file, Set.of(unwanted));

    assertThat(stripped.bytes()).isEqualTo(file);
    assertThat(stripped.outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }
}
