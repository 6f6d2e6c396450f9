package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
import static com.anykoma.privacy.protection.metadata.Pieces.u32;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chunks of a PNG file go, and which stay. */
class PngMetadataTest {
  private static final byte[] PICTURE = Pictures.png();
  private static final byte[] PROMPT = PngPieces.text("parameters", "PLANTED");
  private static final byte[] XMP =
      PngPieces.internationalText("XML:com.adobe.xmp", "<x>PLANTED</x>");
  private static final byte[] EXIF = PngPieces.chunk("eXIf", ascii("PLANTED"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tEXt", "zTXt", "iTXt", "eXIf", "zxIf", "tIME", "caBX", "dSIG", "hIST", "sPLT", "mDCV",
        "cLLI", "vpAg", "prVt"
      })
  @Keeps("P5")
  void chunksThatNoPixelNeedsGo(String type) {
    byte[] chunk = PngPieces.chunk(type, ascii("PLANTED\0PLANTED"));

    assertStripped(PngPieces.withHead(PICTURE, chunk));
    assertStripped(PngPieces.withTail(PICTURE, chunk, chunk));
    assertStripped(PngPieces.withHead(PICTURE, PngPieces.chunk(type, new byte[0])));
  }

  @Test
  void onlyTheKindThatIsUnwantedGoes() {
    byte[] file = PngPieces.withHead(PICTURE, PROMPT, XMP, EXIF);

    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.TEXT)).bytes())
        .isEqualTo(PngPieces.withHead(PICTURE, XMP, EXIF));
    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(PngPieces.withHead(PICTURE, PROMPT, EXIF));
    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.EXIF)).bytes())
        .isEqualTo(PngPieces.withHead(PICTURE, PROMPT, XMP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exif", "APP1", "xmp", "iptc"})
  @Keeps("P5")
  void aRawProfileGoesWhateverIsUnwanted(String kind) {
    String keyword = "Raw profile type " + kind;
    byte[] file =
        PngPieces.withHead(
            PICTURE,
            PngPieces.text(keyword, "PLANTED"),
            PngPieces.compressedText(keyword, "PLANTED"));

    for (EmbeddedMetadata each : EmbeddedMetadata.values()) {
      assertThat(Stripped.of(file, Set.of(each)).bytes()).isEqualTo(PICTURE);
    }
  }

  @Test
  void whatNobodyKnowsGoesWhateverIsUnwanted() {
    byte[] file = PngPieces.withHead(PICTURE, PngPieces.chunk("prVt", ascii("PLANTED")));

    for (EmbeddedMetadata each : EmbeddedMetadata.values()) {
      assertThat(Stripped.of(file, Set.of(each)).bytes()).isEqualTo(PICTURE);
    }
  }

  @Test
  void anUnknownChunkWithoutWhichThereAreNoPixelsStaysAndIsDoubted() {
    byte[] critical = PngPieces.chunk("CgBI", u32(0x50002002));
    Stripped stripped = Stripped.of(PngPieces.withHead(PICTURE, critical, PROMPT));

    assertThat(stripped.bytes()).isEqualTo(PngPieces.withHead(PICTURE, critical));
    assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @Test
  void fromAnImpossibleLengthOnEverythingPasses() {
    byte[] impossible = joined(u32(0x8000_0000L), ascii("tEXt"), bytes(1, 2, 3), PROMPT);
    byte[] head = Arrays.copyOf(PICTURE, PngPieces.HEADER);
    Stripped stripped = Stripped.of(joined(head, PROMPT, impossible));

    assertThat(stripped.bytes()).isEqualTo(joined(head, impossible));
    assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tE t", "\0\0\0\0", "t\u00c9Xt", "IEND"})
  void fromAnImpossibleChunkOnEverythingPasses(String type) {
    byte[] file = PngPieces.withHead(PICTURE, PngPieces.chunk(type, ascii("data")), PROMPT);

    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }

  private static void assertStripped(byte[] file) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }
}
