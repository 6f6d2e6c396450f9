package com.anykoma.privacy.protection.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import com.anykoma.privacy.protection.metadata.PlantedSamples.Sample;
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

/** Tests the stripper's behaviour for all formats, and its contract as a stream. */
class MetadataStripperTest {
  static List<Sample> samples() {
    return PlantedSamples.all();
  }

  /** The samples that the JDK can decode. */
  static List<Sample> decodable() {
    return PlantedSamples.all().stream().filter(each -> !each.toString().contains("WebP")).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Keeps("P5")
  void removesPlantedDataAndKeepsAllOtherBytes(Sample sample) {
    StrippedFile stripped = StrippedFile.of(sample.planted());

    assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    assertThat(stripped.text()).doesNotContain("PLANTED");
    assertThat(stripped.bytes()).isEqualTo(sample.clean());
  }

  @ParameterizedTest
  @MethodSource("decodable")
  @Keeps("P5")
  void keepsDecodedPixels(Sample sample) {
    assertThat(TestImages.pixels(StrippedFile.of(sample.planted()).bytes()))
        .isEqualTo(TestImages.pixels(sample.planted()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keepsCleanFilesUnchanged(Sample sample) {
    StrippedFile stripped = StrippedFile.of(sample.clean());

    assertThat(stripped.outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(stripped.bytes()).isEqualTo(sample.clean());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keepsEverythingIfNothingIsUnwanted(Sample sample) {
    StrippedFile stripped = StrippedFile.of(sample.planted(), Set.of());

    assertThat(stripped.outcome()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(stripped.bytes()).isEqualTo(sample.planted());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void resultDoesNotDependOnWriteSizes(Sample sample) {
    for (int at = 0; at <= sample.planted().length; at++) {
      StrippedFile stripped = StrippedFile.split(sample.planted(), at);

      assertThat(stripped.bytes()).as("split at %d", at).isEqualTo(sample.clean());
      assertThat(stripped.outcome()).isEqualTo(StripResult.STRIPPED);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void acceptsSingleByteWrites(Sample sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetadataStripper stripper = new MetadataStripper(out, StrippedFile.EVERYTHING)) {
      for (byte each : sample.planted()) {
        stripper.write(each);
      }
    }

    assertThat(out.toByteArray()).isEqualTo(sample.clean());
  }

  @ParameterizedTest
  @MethodSource("samples")
  @Keeps("P5")
  void stripsTruncatedFiles(Sample sample) {
    for (int length = 0; length < sample.planted().length; length++) {
      byte[] cut = Arrays.copyOf(sample.planted(), length);
      StrippedFile stripped = StrippedFile.of(cut);

      assertThat(stripped.text()).as("cut to %d", length).doesNotContain("PLANTED");
      assertThat(stripped.bytes().length).isLessThanOrEqualTo(length);
      assertThat(known(stripped))
          .as("cut to %d", length)
          .isEqualTo(Arrays.copyOf(sample.clean(), known(stripped).length));
      assertThat(StrippedFile.inPieces(cut, StrippedFile.EVERYTHING, at -> 1).bytes())
          .isEqualTo(stripped.bytes());
    }
  }

  /** The bytes without the last ones of a malformed file, which may be undecided. */
  private static byte[] known(StrippedFile stripped) {
    int undecided = stripped.outcome() == StripResult.MALFORMED ? 12 : 0;
    return Arrays.copyOf(stripped.bytes(), Math.max(0, stripped.bytes().length - undecided));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void truncatedFilesAreMalformed(Sample sample) {
    byte[] cut = Arrays.copyOf(sample.clean(), sample.clean().length - 1);

    assertThat(StrippedFile.of(cut).outcome()).isEqualTo(StripResult.MALFORMED);
    assertThat(StrippedFile.of(cut).bytes()).isEqualTo(cut);
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
  void keepsOtherFormatsUnchanged(String file) {
    StrippedFile stripped = StrippedFile.of(ByteArrays.ascii(file));

    assertThat(stripped.outcome()).isEqualTo(StripResult.UNKNOWN_FORMAT);
    assertThat(stripped.text()).isEqualTo(file);
  }

  @Test
  void declaredLengthsAllocateNoMemory() throws IOException {
    byte[] piece = new byte[64 * 1024];
    byte[] head =
        PngFixtures.withHead(
            Arrays.copyOf(TestImages.png(), PngFixtures.HEADER),
            ByteArrays.u32(Integer.MAX_VALUE),
            ByteArrays.ascii("tEXtprompt\0"));
    OutputStream discarded = OutputStream.nullOutputStream();
    MetadataStripper stripper = new MetadataStripper(discarded, StrippedFile.EVERYTHING);
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
  void finishKeepsTheOutputOpenAndCloseClosesItOnce() throws IOException {
    ClosingCount out = new ClosingCount();
    MetadataStripper stripper = new MetadataStripper(out, StrippedFile.EVERYTHING);
    stripper.write(TestImages.png());

    assertThat(stripper.finish()).isEqualTo(StripResult.NOTHING_FOUND);
    assertThat(out.toByteArray()).isEqualTo(TestImages.png());
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
  void flushWritesDecidedBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetadataStripper stripper = new MetadataStripper(out, StrippedFile.EVERYTHING)) {
      stripper.write(TestImages.png(), 0, PngFixtures.HEADER + 5);
      stripper.flush();

      assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(TestImages.png(), PngFixtures.HEADER));
    }
  }

  @Test
  void hasNoResultBeforeTheEnd() throws IOException {
    try (MetadataStripper stripper =
        new MetadataStripper(new ByteArrayOutputStream(), StrippedFile.EVERYTHING)) {
      stripper.write(TestImages.png());

      assertThatThrownBy(stripper::outcome).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void rejectsWritesAfterTheEnd() throws IOException {
    MetadataStripper stripper =
        new MetadataStripper(new ByteArrayOutputStream(), StrippedFile.EVERYTHING);
    stripper.close();

    assertThatThrownBy(() -> stripper.write(0)).isInstanceOf(IOException.class);
  }

  @Test
  void outputFailurePropagatesAndLeavesNoResult() {
    MetadataStripper stripper = new MetadataStripper(new Full(), StrippedFile.EVERYTHING);

    assertThatThrownBy(
            () -> {
              stripper.write(TestImages.png());
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
