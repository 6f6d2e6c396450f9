package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which chunks of a PNG file are removed and which stay. */
class PngMetadataTest {
  private static final byte[] PICTURE = TestImages.png();
  private static final byte[] PROMPT = PngFixtures.text("parameters", "PLANTED");
  private static final byte[] XMP =
      PngFixtures.internationalText("XML:com.adobe.xmp", "<x>PLANTED</x>");
  private static final byte[] EXIF = PngFixtures.chunk("eXIf", ascii("PLANTED"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tEXt", "zTXt", "iTXt", "eXIf", "zxIf", "tIME", "caBX", "dSIG", "hIST", "sPLT", "mDCV",
        "cLLI", "vpAg", "prVt"
      })
  @Keeps("P5")
  void dropsChunksThatDecodersDoNotNeed(String type) {
    byte[] chunk = PngFixtures.chunk(type, ascii("PLANTED\0PLANTED"));

    assertStripped(PngFixtures.withHead(PICTURE, chunk));
    assertStripped(PngFixtures.withTail(PICTURE, chunk, chunk));
    assertStripped(PngFixtures.withHead(PICTURE, PngFixtures.chunk(type, new byte[0])));
  }

  @Test
  void removesOnlyTheUnwantedKind() {
    byte[] file = PngFixtures.withHead(PICTURE, PROMPT, XMP, EXIF);

    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.TEXT)).bytes())
        .isEqualTo(PngFixtures.withHead(PICTURE, XMP, EXIF));
    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(PngFixtures.withHead(PICTURE, PROMPT, EXIF));
    assertThat(StrippedFile.of(file, Set.of(EmbeddedMetadata.EXIF)).bytes())
        .isEqualTo(PngFixtures.withHead(PICTURE, PROMPT, XMP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exif", "APP1", "xmp", "iptc"})
  @Keeps("P5")
  void alwaysDropsRawProfiles(String kind) {
    String keyword = "Raw profile type " + kind;
    byte[] file =
        PngFixtures.withHead(
            PICTURE,
            PngFixtures.text(keyword, "PLANTED"),
            PngFixtures.compressedText(keyword, "PLANTED"));

    for (EmbeddedMetadata each : EmbeddedMetadata.values()) {
      assertThat(StrippedFile.of(file, Set.of(each)).bytes()).isEqualTo(PICTURE);
    }
  }

  @Test
  void alwaysDropsUnknownAncillaryChunks() {
    byte[] file = PngFixtures.withHead(PICTURE, PngFixtures.chunk("prVt", ascii("PLANTED")));

    for (EmbeddedMetadata each : EmbeddedMetadata.values()) {
      assertThat(StrippedFile.of(file, Set.of(each)).bytes()).isEqualTo(PICTURE);
    }
  }

  @Test
  void unknownCriticalChunkStaysAndIsMalformed() {
    byte[] critical = PngFixtures.chunk("CgBI", u32(0x50002002));
    StrippedFile stripped = StrippedFile.of(PngFixtures.withHead(PICTURE, critical, PROMPT));

    assertThat(stripped.bytes()).isEqualTo(PngFixtures.withHead(PICTURE, critical));
    assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @Test
  void keepsEverythingAfterAnInvalidLength() {
    byte[] impossible = joined(u32(0x8000_0000L), ascii("tEXt"), bytes(1, 2, 3), PROMPT);
    byte[] head = Arrays.copyOf(PICTURE, PngFixtures.HEADER);
    StrippedFile stripped = StrippedFile.of(joined(head, PROMPT, impossible));

    assertThat(stripped.bytes()).isEqualTo(joined(head, impossible));
    assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tE t", "\0\0\0\0", "t\u00c9Xt", "IEND"})
  void keepsEverythingAfterAnInvalidChunk(String type) {
    byte[] file = PngFixtures.withHead(PICTURE, PngFixtures.chunk(type, ascii("data")), PROMPT);

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  private static void assertStripped(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }
}
