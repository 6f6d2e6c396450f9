package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.Pieces.ascii;
import static com.anykoma.privacy.protection.metadata.Pieces.bytes;
import static com.anykoma.privacy.protection.metadata.Pieces.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which blocks of a GIF file go, and which stay. */
class GifMetadataTest {
  private static final byte[] PICTURE = Pictures.gif();
  private static final byte[] COMMENT = GifPieces.comment("PLANTED");
  private static final byte[] XMP = GifPieces.xmp("<x:xmpmeta>PLANTED</x:xmpmeta>");

  @Test
  @Keeps("P5")
  void blocksThatNoPixelNeedsGo() {
    List<byte[]> blocks =
        List.of(
            COMMENT,
            XMP,
            GifPieces.application("PRIVATE 1.0", ascii("PLANTED")),
            GifPieces.extension(0xff, ascii("short"), ascii("PLANTED")),
            GifPieces.extension(0xff),
            GifPieces.extension(0xfe),
            GifPieces.extension(0x01, new byte[12], ascii("PLANTED")),
            GifPieces.application("ICCRGBG1012", ascii("PLANTED")),
            GifPieces.extension(0x42, ascii("PLANTED")));

    for (byte[] each : blocks) {
      assertStripped(GifPieces.withHead(PICTURE, each));
      assertStripped(GifPieces.withTail(PICTURE, each));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NETSCAPE2.0", "ANIMEXTS1.0"})
  void applicationsThatTellHowOftenToPlayStay(String name) {
    assertUnchanged(GifPieces.withHead(PICTURE, GifPieces.application(name, bytes(1, 0, 0))));
  }

  @Test
  void graphicControlsStay() {
    assertUnchanged(GifPieces.withHead(PICTURE, GifPieces.extension(0xf9, bytes(4, 10, 0, 0))));
  }

  @Test
  void onlyTheKindThatIsUnwantedGoes() {
    byte[] file = GifPieces.withHead(PICTURE, COMMENT, XMP);

    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.TEXT)).bytes())
        .isEqualTo(GifPieces.withHead(PICTURE, XMP));
    assertThat(Stripped.of(file, Set.of(EmbeddedMetadata.XMP)).bytes())
        .isEqualTo(GifPieces.withHead(PICTURE, COMMENT));
  }

  @Test
  void imagesWithTheirOwnColoursStayWhole() {
    byte[] image =
        joined(
            bytes(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x81), // a table of four colours
            new byte[12],
            bytes(2, 2, 0x4c, 1, 0));
    byte[] screen = joined(ascii("GIF89a"), bytes(1, 0, 1, 0, 0, 0, 0)); // no table

    assertUnchanged(joined(screen, image, image, bytes(0x3b)));
    assertThat(Stripped.of(joined(screen, COMMENT, image, COMMENT, bytes(0x3b))).bytes())
        .isEqualTo(joined(screen, image, bytes(0x3b)));
  }

  @Test
  @Keeps("P5")
  void whateverFollowsTheTrailerGoes() {
    assertStripped(joined(PICTURE, ascii("PLANTED")));
  }

  @Test
  void fromAnImpossibleBlockOnEverythingPasses() {
    byte[] rest = joined(bytes(0x42), COMMENT);
    Stripped stripped = Stripped.of(GifPieces.withHead(PICTURE, COMMENT, rest));

    assertThat(stripped.bytes()).isEqualTo(GifPieces.withHead(PICTURE, rest));
    assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
  }

  private static void assertStripped(byte[] file) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(Stripped.of(file).bytes()).isEqualTo(file);
    assertThat(Stripped.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }
}
