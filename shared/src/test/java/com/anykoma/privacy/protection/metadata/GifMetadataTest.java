package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which blocks of a GIF file are removed and which stay. */
class GifMetadataTest {
  private static final byte[] PICTURE = TestImages.gif();
  private static final byte[] COMMENT = GifFixtures.comment("PLANTED");
  private static final byte[] XMP = GifFixtures.xmp("<x:xmpmeta>PLANTED</x:xmpmeta>");

  @Test
  @Keeps("P5")
  void dropsBlocksThatDecodersDoNotNeed() {
    List<byte[]> blocks =
        List.of(
            COMMENT,
            XMP,
            GifFixtures.application("PRIVATE 1.0", ascii("PLANTED")),
            GifFixtures.extension(0xff, ascii("short"), ascii("PLANTED")),
            GifFixtures.extension(0xff),
            GifFixtures.extension(0xfe),
            GifFixtures.extension(0x01, new byte[12], ascii("PLANTED")),
            GifFixtures.application("ICCRGBG1012", ascii("PLANTED")),
            GifFixtures.extension(0x42, ascii("PLANTED")));

    for (byte[] each : blocks) {
      assertStripped(GifFixtures.withHead(PICTURE, each));
      assertStripped(GifFixtures.withTail(PICTURE, each));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NETSCAPE2.0", "ANIMEXTS1.0"})
  void keepsLoopExtensions(String name) {
    assertUnchanged(GifFixtures.withHead(PICTURE, GifFixtures.application(name, bytes(1, 0, 0))));
  }

  @Test
  void keepsGraphicControls() {
    assertUnchanged(GifFixtures.withHead(PICTURE, GifFixtures.extension(0xf9, bytes(4, 10, 0, 0))));
  }

  @Test
  void removesOnlyTheUnwantedKind() {
    byte[] file = GifFixtures.withHead(PICTURE, COMMENT, XMP);

    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.TEXT)).bytes())
        .isEqualTo(GifFixtures.withHead(PICTURE, XMP));
    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(GifFixtures.withHead(PICTURE, COMMENT));
  }

  @Test
  void keepsImagesWithLocalColourTables() {
    byte[] image =
        joined(
            bytes(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x81), // a table of four colours
            new byte[12],
            bytes(2, 2, 0x4c, 1, 0));
    byte[] screen = joined(ascii("GIF89a"), bytes(1, 0, 1, 0, 0, 0, 0)); // no table

    assertUnchanged(joined(screen, image, image, bytes(0x3b)));
    assertThat(StrippedFile.of(joined(screen, COMMENT, image, COMMENT, bytes(0x3b))).bytes())
        .isEqualTo(joined(screen, image, bytes(0x3b)));
  }

  @Test
  @Keeps("P5")
  void dropsBytesAfterTheTrailer() {
    assertStripped(joined(PICTURE, ascii("PLANTED")));
  }

  @Test
  void keepsEverythingAfterAnInvalidBlock() {
    byte[] rest = joined(bytes(0x42), COMMENT);
    StrippedFile stripped = StrippedFile.of(GifFixtures.withHead(PICTURE, COMMENT, rest));

    assertThat(stripped.bytes()).isEqualTo(GifFixtures.withHead(PICTURE, rest));
    assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
  }

  private static void assertStripped(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }
}
