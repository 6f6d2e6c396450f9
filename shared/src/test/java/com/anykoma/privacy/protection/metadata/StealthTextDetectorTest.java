package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the detection of prompts in the lowest bits of pixels. */
class StealthTextDetectorTest {
  private static final String[] SIGNATURES = {
    "stealth_pnginfo", "stealth_pngcomp", "stealth_rgbinfo", "stealth_rgbcomp"
  };

  @ParameterizedTest
  @CsvSource({"8, 6, 0", "8, 6, 1", "16, 6, 0", "16, 6, 1", "8, 2, 0", "8, 2, 1", "16, 2, 0"})
  @Keeps("P5")
  void reportsPromptsInLowestBitsAndKeepsPixels(int depth, int type, int interlaced) {
    for (String signature : SIGNATURES) {
      boolean isAlpha = signature.contains("png");
      if (isAlpha && type == PngImageHeader.RGB) {
        continue; // there is no alpha value to hide it in
      }
      for (int[] size : new int[][] {{1, 400}, {400, 1}, {20, 20}, {3, 170}}) {
        byte[] file = picture(signature + "\0\0\1\0a prompt", size, depth, type, interlaced);

        assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.HIDDEN_TEXT);
        assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
        assertThat(StripResult.HIDDEN_TEXT.isClean()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stealth-pnginfo", "Stealth_pnginfo", "plain", ""})
  void doesNotReportOtherBits(String text) {
    byte[] file = picture(text, new int[] {20, 20}, 8, PngImageHeader.RGBA, 0);

    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  @Keeps("P5")
  void reportsPromptsInPaletteAlpha(int depth) {
    PngEncoder raw = new PngEncoder(20, 20, depth, PngImageHeader.PALETTE, 0);
    String text = "stealth_pngcomp and a prompt";
    byte[] rows =
        raw.rows((x, y, channel) -> PngEncoder.bit(text, x * 20 + y)); // alpha 254 is 0, 255 is 1
    byte[] file =
        raw.file(
            joined(
                PngFixtures.chunk("PLTE", new byte[6]),
                PngFixtures.chunk("tRNS", ByteArrays.bytes(254, 255))),
            rows);

    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.HIDDEN_TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @Keeps("P5")
  void reportsPromptsInAnimationFrames(int frame) {
    PngEncoder raw = new PngEncoder(20, 20, 8, PngImageHeader.RGBA, 0);
    byte[] plain = raw.rows((x, y, channel) -> 40);
    byte[] hiding = raw.rows(hiding("stealth_pnginfo...", 20, false, PngImageHeader.RGBA));
    byte[] file = raw.animation(frame == 0 ? hiding : plain, frame == 0 ? plain : hiding);

    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.HIDDEN_TEXT);
  }

  @Test
  @Keeps("P5")
  void removesMetadataBesideHiddenText() {
    byte[] file = picture("stealth_pnginfo...", new int[] {20, 20}, 8, PngImageHeader.RGBA, 0);
    byte[] withText = PngFixtures.withHead(file, PngFixtures.text("a", "PLANTED"));

    assertThat(StrippedFile.of(withText).outcome()).isEqualTo(StripResult.HIDDEN_TEXT);
    assertThat(StrippedFile.of(withText).bytes()).isEqualTo(file);
  }

  private static byte[] picture(String text, int[] size, int depth, int type, int interlaced) {
    PngEncoder raw = new PngEncoder(size[0], size[1], depth, type, interlaced);
    boolean isAlpha = text.contains("png");
    return raw.file(new byte[0], raw.rows(hiding(text, size[1], !isAlpha, type)));
  }

  /** Encodes the text column by column, in the colours or in the alpha values. */
  private static PngEncoder.SampleSource hiding(
      String text, int height, boolean inColours, int type) {
    return (x, y, channel) -> {
      int pixel = x * height + y;
      boolean isAlpha = type == PngImageHeader.RGBA && channel == 3;
      if (inColours) {
        return isAlpha ? 0xff : 0x40 | PngEncoder.bit(text, 3 * pixel + channel);
      }
      return isAlpha ? 0xfe | PngEncoder.bit(text, pixel) : 0x40;
    };
  }
}
