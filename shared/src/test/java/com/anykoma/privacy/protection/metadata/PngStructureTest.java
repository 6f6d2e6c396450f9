package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u16;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;
import static com.anykoma.privacy.protection.metadata.PngFixtures.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that kept PNG chunks must have a valid size, structure and position. */
class PngStructureTest {
  private static final PngEncoder RGB = new PngEncoder(9, 7, 8, PngImageHeader.RGB, 0);
  private static final PngEncoder PALETTE = new PngEncoder(9, 7, 2, PngImageHeader.PALETTE, 0);
  private static final byte[] ROWS = RGB.rows((x, y, channel) -> 17 * x + y + channel);
  private static final byte[] INDEXES = PALETTE.rows((x, y, channel) -> (x + y) % 2);
  private static final byte[] PICTURE = RGB.file(new byte[0], ROWS);
  private static final byte[] COLOURS = chunk("PLTE", bytes(1, 2, 3, 4, 5, 6));

  private static final byte[] CHROMATICITIES =
      joined(
          joined(u32(31270), u32(32900), u32(64000), u32(33000)),
          joined(u32(30000), u32(60000), u32(15000), u32(6000)));

  /** A valid chunk of every type that stays in an RGB image. */
  private static final List<byte[]> VALID =
      List.of(
          chunk("gAMA", u32(45455)),
          chunk("cHRM", CHROMATICITIES),
          chunk("sRGB", bytes(0)),
          chunk("cICP", bytes(9, 16, 0, 1)),
          chunk("sBIT", bytes(8, 8, 8)),
          chunk("tRNS", joined(u16(1), u16(2), u16(255))),
          chunk("bKGD", joined(u16(255), u16(255), u16(255))),
          chunk("pHYs", joined(u32(2835), u32(2835), bytes(1))),
          PngFixtures.profile("icc", IccProfileFixtures.sanitized()));

  @Test
  void keepsChunksThatDecodersNeed() {
    for (byte[] each : VALID) {
      assertUnchanged(PngFixtures.withHead(PICTURE, each));
    }
    assertUnchanged(PngFixtures.withHead(PICTURE, joined(VALID.toArray(byte[][]::new))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gAMA", "cHRM", "sRGB", "cICP", "sBIT", "bKGD", "pHYs", "hIST", "sPLT", "acTL"})
  @Keeps("P5")
  void removesTextOfAnyLengthInPermittedChunks(String type) {
    for (int length = 0; length <= MARKER.length(); length++) {
      assertStripped(
          PngFixtures.withHead(PICTURE, chunk(type, ascii(MARKER.substring(0, length)))));
    }
    assertStripped(PngFixtures.withHead(PICTURE, chunk(type, new byte[70_000])));
  }

  @Test
  @Keeps("P5")
  void dropsDuplicateChunks() {
    for (byte[] each : VALID) {
      assertThat(StrippedFile.of(PngFixtures.withHead(PICTURE, each, each)).bytes())
          .isEqualTo(PngFixtures.withHead(PICTURE, each));
    }
  }

  @Test
  @Keeps("P5")
  void dropsMisplacedChunks() {
    for (byte[] each : VALID) {
      assertStripped(PngFixtures.withTail(PICTURE, each));
    }
    byte[] late = chunk("gAMA", u32(45455));
    assertThat(StrippedFile.of(PALETTE.file(joined(COLOURS, late), INDEXES)).bytes())
        .isEqualTo(PALETTE.file(COLOURS, INDEXES));
  }

  @Test
  @Keeps("P5")
  void dropsChunksWithAnInvalidCrc() {
    for (byte[] each : VALID) {
      byte[] damaged = each.clone();
      damaged[each.length - 1] ^= 1;
      StrippedFile stripped = StrippedFile.of(PngFixtures.withHead(PICTURE, damaged));
      if (new String(each, 4, 4, StandardCharsets.US_ASCII).equals("tRNS")) {
        assertThat(stripped.outcome()).isEqualTo(StripResult.MALFORMED);
      } else {
        assertThat(stripped.bytes()).isEqualTo(PICTURE);
      }
    }
  }

  @Test
  @Keeps("P5")
  void dropsPalettesOfImagesWithoutIndexes() {
    assertStripped(PngFixtures.withHead(PICTURE, COLOURS));
    assertStripped(PngFixtures.withHead(PICTURE, chunk("PLTE", ascii(MARKER))));
  }

  @Test
  @Keeps("P5")
  void invalidPaletteIsMalformed() {
    assertUnchanged(PALETTE.file(COLOURS, INDEXES));
    assertUnchanged(PALETTE.file(joined(COLOURS, chunk("tRNS", bytes(7, 8))), INDEXES));
    assertUnchanged(PALETTE.file(joined(COLOURS, chunk("bKGD", bytes(1))), INDEXES));

    assertMalformed(PALETTE.file(new byte[0], INDEXES));
    assertMalformed(PALETTE.file(joined(COLOURS, COLOURS), INDEXES));
    assertMalformed(PALETTE.file(chunk("PLTE", new byte[15]), INDEXES)); // five colours of four
    assertMalformed(PALETTE.file(chunk("PLTE", new byte[7]), INDEXES));
    assertMalformed(PALETTE.file(chunk("PLTE", new byte[0]), INDEXES));
    assertMalformed(PALETTE.file(joined(COLOURS, chunk("tRNS", bytes(7, 8, 9))), INDEXES));
    assertMalformed(PALETTE.file(joined(chunk("tRNS", bytes(7)), COLOURS), INDEXES));
  }

  @Test
  @Keeps("P5")
  void textInUnusedColoursIsMalformed() {
    PngEncoder raw = new PngEncoder(9, 7, 8, PngImageHeader.PALETTE, 0);
    byte[] text = Arrays.copyOf(ascii(MARKER), 3 * (MARKER.length() / 3));
    byte[] palette = chunk("PLTE", joined(new byte[6], text));

    assertMalformed(raw.file(palette, raw.rows((x, y, channel) -> x % 2)));
    assertUnchanged(raw.file(palette, raw.rows((x, y, channel) -> (x + 9 * y) % 16)));
  }

  @Test
  @Keeps("P5")
  void dropsTransparencyOfImagesWithAlpha() {
    PngEncoder rgba = new PngEncoder(9, 7, 8, PngImageHeader.RGBA, 0);
    byte[] picture = rgba.file(new byte[0], rgba.rows((x, y, channel) -> x));

    assertThat(StrippedFile.of(PngFixtures.withHead(picture, chunk("tRNS", ascii(MARKER)))).bytes())
        .isEqualTo(picture);
  }

  @Test
  @Keeps("P5")
  void invalidTransparencyIsMalformed() {
    assertMalformed(PngFixtures.withHead(PICTURE, chunk("tRNS", ascii(MARKER))));
    assertMalformed(PngFixtures.withHead(PICTURE, chunk("tRNS", ascii("sixsix"))));
  }

  @Test
  @Keeps("P5")
  void removesTextFromProfilesAndKeepsTheirColours() {
    byte[] profileChunk = PngFixtures.profile(MARKER, IccProfileFixtures.withText(MARKER));
    byte[] stripped = StrippedFile.of(PngFixtures.withHead(PICTURE, profileChunk)).bytes();

    assertThat(stripped)
        .isEqualTo(
            PngFixtures.withHead(
                PICTURE, PngFixtures.profile("icc", IccProfileFixtures.sanitized())));
  }

  @Test
  @Keeps("P5")
  void dropsInvalidProfiles() {
    byte[] profile = PngFixtures.deflated(IccProfileFixtures.sanitized());
    List<byte[]> data =
        List.of(
            ascii(MARKER),
            joined(ascii("icc\0\0"), ascii(MARKER)),
            joined(ascii("icc\0\0"), PngFixtures.deflated(ascii(MARKER))),
            joined(ascii("icc\0\0"), profile, ascii(MARKER)), // after the stream's end
            joined(ascii("icc\0\1"), profile),
            joined(ascii("\0\0"), profile),
            joined(ascii("x".repeat(80) + "\0\0"), profile),
            joined(ascii("icc\0\0"), Arrays.copyOf(profile, profile.length - 5)),
            joined(ascii("icc\0\0"), PngFixtures.deflated(new byte[10_000_000])));

    for (byte[] each : data) {
      assertStripped(PngFixtures.withHead(PICTURE, chunk("iCCP", each)));
    }
  }

  @Test
  @Keeps("P5")
  void invalidHeaderIsMalformed() {
    for (int at = 8; at < 33; at++) {
      byte[] damaged = PICTURE.clone();
      damaged[at] ^= 0x20;
      assertMalformed(damaged);
    }
    assertMalformed(PngFixtures.withHead(PICTURE, Arrays.copyOfRange(PICTURE, 8, 33)));
  }

  private static void assertStripped(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
  }
}
