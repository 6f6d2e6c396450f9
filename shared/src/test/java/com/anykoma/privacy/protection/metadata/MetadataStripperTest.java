package com.anykoma.privacy.protection.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import com.anykoma.privacy.protection.metadata.Samples.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every format, and for the stream itself. */
class MetadataStripperTest {
  static List<Sample> samples() {
    return Samples.all();
  }

  /** Those that the JDK can decode. */
  static List<Sample> decodable() {
    return Samples.all().stream().filter(each -> !each.toString().contains("WebP")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Keeps("P5")
  void whatIsPlantedGoesAndEveryOtherByteStays(Sample sample) {
    Stripped stripped = Stripped.of(sample.planted());

    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    assertThat(stripped.text()).doesNotContain("PLANTED");
    assertThat(stripped.bytes()).isEqualTo(sample.clean());
  }

  @ParameterizedTest
  @MethodSource("decodable")
  @Keeps("P5")
  void decodersSeeTheSamePixels(Sample sample) {
    assertThat(Pictures.pixels(Stripped.of(sample.planted()).bytes()))
        .isEqualTo(Pictures.pixels(sample.planted()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aCleanFilePassesUnchanged(Sample sample) {
    Stripped stripped = Stripped.of(sample.clean());

    assertThat(stripped.outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(stripped.bytes()).isEqualTo(sample.clean());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everythingPassesWhenNothingIsUnwanted(Sample sample) {
    Stripped stripped = Stripped.of(sample.planted(), Set.of());

    assertThat(stripped.outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(stripped.bytes()).isEqualTo(sample.planted());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void itDoesNotMatterInWhichPiecesAFileComes(Sample sample) {
    for (int at = 0; at <= sample.planted().length; at++) {
      Stripped stripped = Stripped.split(sample.planted(), at);

      assertThat(stripped.bytes()).as("split at %d", at).isEqualTo(sample.clean());
      assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aFileMayComeByteByByte(Sample sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetadataStripper stripper = new MetadataStripper(out, Stripped.EVERYTHING)) {
      for (byte each : sample.planted()) {
        stripper.write(each);
      }
    }

    assertThat(out.toByteArray()).isEqualTo(sample.clean());
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Keeps("P5")
  void aFileThatIsCutShortIsStrippedAsFarAsItGoes(Sample sample) {
    for (int length = 0; length < sample.planted().length; length++) {
      byte[] cut = Arrays.copyOf(sample.planted(), length);
      Stripped stripped = Stripped.of(cut);

      assertThat(stripped.text()).as("cut to %d", length).doesNotContain("PLANTED");
      assertThat(stripped.bytes().length).isLessThanOrEqualTo(length);
      assertThat(known(stripped))
          .as("cut to %d", length)
          .isEqualTo(Arrays.copyOf(sample.clean(), known(stripped).length));
      assertThat(Stripped.inPieces(cut, Stripped.EVERYTHING, at -> 1).bytes())
          .isEqualTo(stripped.bytes());
    }
  }

  /** Without the few bytes that nobody can tell anything from. */
  private static byte[] known(Stripped stripped) {
    int undecided = stripped.outcome() == StripResult.MALFORMED ? 12 : 0;
    return Arrays.copyOf(stripped.bytes(), Math.max(0, stripped.bytes().length - undecided));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aFileWithoutItsEndIsMalformed(Sample sample) {
    byte[] cut = Arrays.copyOf(sample.clean(), sample.clean().length - 1);

    assertThat(Stripped.of(cut).outcome()).isEqualTo(StripResult.MALFORMED);
    assertThat(Stripped.of(cut).bytes()).isEqualTo(cut);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "\u0089PNG",
        "BM and a bitmap's bytes",
        "GIF88a, which there never was",
        "RIFF\0\0\0\0WAVE and sounds",
        "<svg xmlns='http://www.w3.org/2000/svg'/>"
      })
  void aFileOfAnotherFormatPassesUnchanged(String file) {
    Stripped stripped = Stripped.of(Pieces.ascii(file));

    assertThat(stripped.outcome()).isEqualTo(StripResult.UNKNOWN_FORMAT);
    assertThat(stripped.text()).isEqualTo(file);
  }

  @Test
  void aDeclaredLengthTakesNoMemory() throws IOException {
    byte[] piece = new byte[64 * 1024];
    byte[] head =
        PngPieces.withHead(
            Arrays.copyOf(Pictures.png(), PngPieces.HEADER),
            Pieces.u32(Integer.MAX_VALUE),
            Pieces.ascii("tEXtprompt\0"));
    OutputStream nowhere = OutputStream.nullOutputStream();
    MetadataStripper stripper = new MetadataStripper(nowhere, Stripped.EVERYTHING);
    stripper.write(head);

    long before = allocatedBytes();
    for (int i = 0; i < 64; i++) {
      stripper.write(piece);
    }
    long allocated = allocatedBytes() - before;

    assertThat(stripper.finish()).isEqualTo(StripResult.MALFORMED);
    assertThat(allocated).isLessThan(64 * 1024);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void finishLeavesTheOutputOpenAndCloseClosesItOnce() throws IOException {
    ClosingCount out = new ClosingCount();
    MetadataStripper stripper = new MetadataStripper(out, Stripped.EVERYTHING);
    stripper.write(Pictures.png());

    assertThat(stripper.finish()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(out.toByteArray()).isEqualTo(Pictures.png());
    assertThat(out.closings).isZero();

    stripper.close();
    stripper.close();
    assertThat(out.closings).isEqualTo(1);
    assertThat(stripper.finish()).isEqualTo(StripResult.NOTHING_FOUND);
  }

  private static final class ClosingCount extends ByteArrayOutputStream {
    private int closings;

    @Override
    public void close() {
      closings++;
    }
  }

  @Test
  void flushHandsOnWhatIsDecided() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetadataStripper stripper = new MetadataStripper(out, Stripped.EVERYTHING)) {
      stripper.write(Pictures.png(), 0, PngPieces.HEADER + 5);
      stripper.flush();

      assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(Pictures.png(), PngPieces.HEADER));
    }
  }

  @Test
  void thereIsNoOutcomeBeforeTheEnd() throws IOException {
    try (MetadataStripper stripper =
        new MetadataStripper(new ByteArrayOutputStream(), Stripped.EVERYTHING)) {
      stripper.write(Pictures.png());

      assertThatThrownBy(stripper::outcome).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void nothingIsTakenAfterTheEnd() throws IOException {
    MetadataStripper stripper =
        new MetadataStripper(new ByteArrayOutputStream(), Stripped.EVERYTHING);
    stripper.close();

    assertThatThrownBy(() -> stripper.write(0)).isInstanceOf(IOException.class);
  }

  @Test
  void aFailureOfTheOutputIsPassedOnAndLeavesNoOutcome() {
    MetadataStripper stripper = new MetadataStripper(new Full(), Stripped.EVERYTHING);

    assertThatThrownBy(
            () -> {
              stripper.write(Pictures.png());
              stripper.finish();
            })
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThatThrownBy(stripper::outcome).isInstanceOf(IllegalStateException.class);
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      throw new IOException("full");
    }
  }
}
