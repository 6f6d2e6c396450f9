package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;
import static com.anykoma.privacy.protection.metadata.PngFixtures.chunk;
import static com.anykoma.privacy.protection.metadata.PngFixtures.deflated;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the compressed pixels of a PNG and its frames end with the last pixel. */
class PngPixelsTest {
  private static final PngEncoder RAW = new PngEncoder(21, 13, 8, PngImageHeader.RGBA, 0);
  private static final byte[] ROWS = RAW.rows((x, y, channel) -> 13 * x + y + channel);
  private static final byte[] STREAM = deflated(ROWS);
  private static final byte[] PICTURE = file(chunk("IDAT", STREAM));
  private static final byte[] TEXT = ascii(MARKER);

  private static byte[] file(byte[]... chunks) {
    return joined(RAW.beginning(), joined(chunks), PngEncoder.end());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0", "2, 0", "4, 0", "8, 0", "16, 0", "8, 2", "16, 2", "1, 3", "2, 3", "4, 3", "8, 3",
    "8, 4", "16, 4", "8, 6", "16, 6"
  })
  void keepsImagesOfEveryTypeAndSize(int depth, int type) {
    for (int interlaced = 0; interlaced < 2; interlaced++) {
      for (int width : new int[] {1, 2, 3, 5, 9, 200}) {
        for (int height : new int[] {1, 3, 8, 70}) {
          PngEncoder raw = new PngEncoder(width, height, depth, type, interlaced);
          byte[] palette = type == 3 ? chunk("PLTE", new byte[6]) : new byte[0];
          byte[] file = raw.file(palette, raw.rows((x, y, channel) -> (x + y) & 1));

          assertUnchanged(file);
        }
      }
    }
  }

  @Test
  @Keeps("P5")
  void dropsChunksAfterTheEndOfTheStream() {
    byte[] file = file(chunk("IDAT", STREAM), chunk("IDAT", TEXT), chunk("IDAT", new byte[0]));

    assertThat(StrippedFile.of(file).bytes()).isEqualTo(PICTURE);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
    assertThat(TestImages.pixels(file)).isEqualTo(TestImages.pixels(PICTURE));
  }

  @Test
  @Keeps("P5")
  void dropsChunksBetweenPixelChunks() {
    byte[] first = chunk("IDAT", Arrays.copyOf(STREAM, 9));
    byte[] second = chunk("IDAT", Arrays.copyOfRange(STREAM, 9, STREAM.length));
    byte[] between = joined(chunk("tEXt", TEXT), chunk("gAMA", u32(45455)), chunk("prVt", TEXT));

    assertThat(StrippedFile.of(file(first, between, second)).bytes())
        .isEqualTo(file(first, second));
    assertUnchanged(file(first, chunk("IDAT", new byte[0]), second));
  }

  @Test
  @Keeps("P5")
  void incompleteOrExcessStreamIsMalformed() {
    List<byte[]> streams =
        List.of(
            joined(STREAM, TEXT), // after its end
            deflated(joined(ROWS, TEXT)), // after the last pixel
            deflated(Arrays.copyOf(ROWS, ROWS.length - 1)),
            deflated(joined(bytes(5), Arrays.copyOfRange(ROWS, 1, ROWS.length))), // no such filter
            Arrays.copyOf(STREAM, STREAM.length - 1),
            new byte[0],
            TEXT,
            deflated(new byte[5_000_000]));

    for (byte[] each : streams) {
      assertMalformed(file(chunk("IDAT", each)));
    }
    assertMalformed(file());
  }

  @Test
  @Keeps("P5")
  void invalidCrcIsMalformed() {
    byte[] damaged = chunk("IDAT", STREAM);
    damaged[damaged.length - 1] ^= 1;

    assertMalformed(file(damaged));
  }

  @Test
  void imageAboveTheSizeLimitIsMalformed() {
    PngEncoder large = new PngEncoder(40_000, 40_000, 8, PngImageHeader.RGBA, 0);

    assertMalformed(large.file(new byte[0], new byte[3]));
  }

  @Test
  void keepsAnimations() {
    assertUnchanged(RAW.animation(ROWS, ROWS));
  }

  @Test
  @Keeps("P5")
  void dropsFramesWithoutAnAnimation() {
    byte[] frame = joined(RAW.frame(0), chunk("fdAT", joined(u32(1), TEXT)), chunk("fdAT", TEXT));

    assertThat(StrippedFile.of(PngFixtures.withTail(PICTURE, frame)).bytes()).isEqualTo(PICTURE);
    byte[] wrong = chunk("acTL", joined(u32(1), u32(0), TEXT));
    assertThat(
            StrippedFile.of(PngFixtures.withTail(PngFixtures.withHead(PICTURE, wrong), frame))
                .bytes())
        .isEqualTo(PICTURE);
  }

  @Test
  @Keeps("P5")
  void inconsistentFramesAreMalformed() {
    byte[] control = chunk("acTL", joined(u32(2), u32(0)));
    byte[] shown = joined(control, RAW.frame(0), chunk("IDAT", STREAM));
    byte[] second = chunk("fdAT", joined(u32(2), STREAM));
    List<byte[]> wrong =
        List.of(
            joined(shown, RAW.frame(1)), // without pixels
            shown, // of two frames one
            joined(shown, RAW.frame(2), second),
            joined(shown, RAW.frame(1), chunk("fdAT", joined(u32(3), STREAM))),
            joined(shown, RAW.frame(1), chunk("fdAT", joined(u32(2), STREAM, TEXT))),
            joined(shown, RAW.frame(1), chunk("fdAT", joined(u32(2), deflated(TEXT)))),
            joined(shown, RAW.frame(1), second, chunk("fdAT", joined(u32(3), TEXT))),
            joined(
                shown, RAW.frame(1), second, RAW.frame(3), chunk("fdAT", joined(u32(4), STREAM))),
            joined(shown, chunk("fcTL", TEXT), second),
            joined(
                shown, new PngEncoder(22, 13, 8, 6, 0).frame(1), second), // wider than the picture
            joined(control, RAW.frame(0), RAW.frame(1), chunk("IDAT", STREAM)),
            joined(shown, RAW.frame(1), chunk("fdAT", bytes(0, 0))));

    for (byte[] each : wrong) {
      assertMalformed(file(each));
    }
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
  }
}
