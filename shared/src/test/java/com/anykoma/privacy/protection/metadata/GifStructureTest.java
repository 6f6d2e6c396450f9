package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.bytes;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that kept GIF blocks must have the structure that the format prescribes. */
class GifStructureTest {
  private static final byte[] TEXT = ascii(MARKER);

  /** An image of one pixel with a table of two colours. */
  private static final byte[] SCREEN =
      joined(ascii("GIF89a"), bytes(1, 0, 1, 0, 0x80, 0, 0), bytes(0, 0, 0, 9, 9, 9));

  private static final byte[] DESCRIPTOR = bytes(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2);

  /** The codes clear, colour 0, end. */
  private static final byte[] CODES = bytes(2, 0x44, 1);

  private static final byte[] IMAGE = joined(DESCRIPTOR, CODES, bytes(0));
  private static final byte[] PICTURE = joined(SCREEN, IMAGE, bytes(0x3b));

  @Test
  void keepsImagesUnchanged() {
    assertUnchanged(PICTURE);
    assertUnchanged(TestImages.gif());
    assertUnchanged(joined(SCREEN, IMAGE, IMAGE, bytes(0x3b)));
    assertUnchanged(joined(SCREEN, DESCRIPTOR, bytes(1, 0x44, 1, 1, 0, 0x3b))); // in two blocks
  }

  @ParameterizedTest
  @ValueSource(strings = {"NETSCAPE2.0", "ANIMEXTS1.0"})
  @Keeps("P5")
  void dropsInvalidLoopExtensions(String name) {
    byte[] loop = GifFixtures.application(name, bytes(1, 5, 0));
    List<byte[]> wrong =
        List.of(
            GifFixtures.extension(0xff, ascii(name), joined(bytes(1, 0, 0), TEXT)),
            GifFixtures.extension(0xff, ascii(name), bytes(1, 0, 0), TEXT),
            GifFixtures.extension(0xff, ascii(name), bytes(1, 0, 0), bytes(1, 0, 0)),
            GifFixtures.extension(0xff, ascii(name), bytes(2, 0, 0)),
            GifFixtures.extension(0xff, ascii(name), TEXT),
            GifFixtures.extension(0xff, ascii(name)),
            GifFixtures.extension(0xff, ascii(name + "x"), bytes(1, 0, 0)));

    for (byte[] each : wrong) {
      assertStripped(withHead(each), PICTURE);
    }
    assertUnchanged(withHead(loop));
    assertStripped(withHead(loop, loop), withHead(loop));
  }

  @Test
  @Keeps("P5")
  void invalidGraphicControlIsMalformed() {
    byte[] control = GifFixtures.extension(0xf9, bytes(5, 9, 0, 1));
    List<byte[]> wrong =
        List.of(
            GifFixtures.extension(0xf9, TEXT),
            GifFixtures.extension(0xf9, bytes(5, 9, 0, 1), TEXT),
            GifFixtures.extension(0xf9, bytes(5, 9, 0)),
            GifFixtures.extension(0xf9),
            GifFixtures.extension(0xf9, ascii("PLAN")), // reserved bits
            joined(control, control));

    for (byte[] each : wrong) {
      assertMalformed(withHead(each));
    }
    assertUnchanged(withHead(control));
    assertMalformed(joined(SCREEN, IMAGE, control, bytes(0x3b))); // of no image
  }

  @Test
  @Keeps("P5")
  void dropsBytesAfterTheLastCode() {
    for (byte[] data :
        List.of(
            joined(CODES, bytes(TEXT.length), TEXT),
            joined(bytes(2 + TEXT.length, 0x44, 1), TEXT),
            joined(bytes(2 + TEXT.length, 0x44, 1), TEXT, bytes(TEXT.length), TEXT))) {
      assertStripped(joined(SCREEN, DESCRIPTOR, data, bytes(0, 0x3b)), PICTURE);
    }
    byte[] noise = TestImages.gif();
    byte[] withText = ByteArrays.inserted(noise, noise.length - 2, bytes(TEXT.length), TEXT);
    assertStripped(withText, noise);
    assertThat(TestImages.pixels(noise)).isEqualTo(TestImages.pixels(withText));
  }

  @Test
  @Keeps("P5")
  void incompleteOrExcessPixelsAreMalformed() {
    List<byte[]> wrong =
        List.of(
            new byte[0], // no code
            joined(bytes(TEXT.length), TEXT),
            bytes(2, 0x04, 1), // no pixel
            bytes(2, 0x04, 0x0a), // two
            bytes(1, 0x3c)); // a code that is not there

    for (byte[] each : wrong) {
      assertMalformed(joined(SCREEN, DESCRIPTOR, each, bytes(0, 0x3b)));
    }
    byte[] size = DESCRIPTOR.clone();
    size[10] = 12;
    assertMalformed(joined(SCREEN, size, CODES, bytes(0, 0x3b)));
    assertMalformed(joined(SCREEN, bytes(0x3b)));
  }

  @Test
  @Keeps("P5")
  void textInUnusedColoursIsMalformed() {
    byte[] table = joined(new byte[6], Arrays.copyOf(TEXT, 42));
    byte[] screen = joined(ascii("GIF89a"), bytes(1, 0, 1, 0, 0x83, 0, 0), table);
    byte[] own = DESCRIPTOR.clone();
    own[9] = (byte) 0x83;
    byte[] image =
        joined(Arrays.copyOf(own, 10), table, Arrays.copyOfRange(own, 10, 11), CODES, bytes(0));

    assertMalformed(joined(screen, IMAGE, bytes(0x3b)));
    assertMalformed(joined(SCREEN, image, bytes(0x3b)));
    assertMalformed(joined(screen, ByteArrays.joined(image), bytes(0x3b)));
  }

  private static byte[] withHead(byte[]... blocks) {
    return GifFixtures.withHead(PICTURE, blocks);
  }

  private static void assertStripped(byte[] file, byte[] expected) {
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(expected);
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.STRIPPED);
  }

  private static void assertUnchanged(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(StrippedFile.of(file).bytes()).isEqualTo(file);
  }

  private static void assertMalformed(byte[] file) {
    assertThat(StrippedFile.of(file).outcome()).isEqualTo(StripResult.MALFORMED);
  }
}
