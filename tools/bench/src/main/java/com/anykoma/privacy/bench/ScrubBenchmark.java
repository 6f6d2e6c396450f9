package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.Comparison.Candidate;
import com.anykoma.privacy.improvement.detection.SequentialDetector;
import com.anykoma.privacy.improvement.detection.Span;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.improvement.detection.TextDetector;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code ./run bench scrub}: the detector of personal data beside the same patterns as regular
 * expressions, and its worst cases. All times are processor time of one thread.
 */
@Command(
    name = "scrub",
    description =
        "Measures the detector of personal data, compared with regular expressions in turn.",
    mixinStandardHelpOptions = true)
final class ScrubBenchmark extends Benchmark {
  private static final String RATE = "mbPerSecond"; // 10^6 bytes of ASCII text
  private static final String RATIO = "ratio";
  private static final String ONE_PASS = "one-pass";
  private static final String PEER = "regular-expressions-in-turn";
  private static final String MILLIS = "millisPer50KB";
  private static final String GROWTH = "growth";
  private static final int TEXT_LENGTH = 2048;
  private static final int TEXTS = 5_000;
  private static final int PEER_TEXTS = 20;
  private static final int SMALL = 50_000;
  private static final int REPEATS = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final List<String> WORDS =
      List.of(
          """
          a cinematic portrait of an old fisherman in the rain with warm light and soft shadows, oil
          painting style, 8k, sharp focus, by a river at dusk; volumetric fog, wide angle 35mm, f/1.8,
          skin texture, golden hour --ar 16:9 --seed 12345678 --v 5.2 a cat sits on the chair next to
          her window and looks at blue mountains while snow falls slowly over the houses. Make the
          background (sky: dark) darker and remove the "text" from the 3rd sign, please: 1920x1080"""
              .split("\\s+", -1));

  private static final List<String> PERSONAL =
      List.of(
          "my email is anna.smith@example.com",
          "call me at +44 20 7946 0958",
          "(415) 555-2671",
          "card 4111 1111 1111 1111 exp 12/27",
          "see https://example.com/gallery?id=5",
          "from 192.168.10.4",
          "SSN 123-45-6789",
          "IBAN GB82 WEST 1234 5698 7654 32");

  private static final List<String> WORST =
      List.of(
          """
          1|1-|12 |4111 1111 1111 1111 |+1 415 555 2671 |123-45-6789 |1.1.1.1.|a|a@|a.com/|http://|::|\
          ab-|%40|'"(|token:a1 |at a dot |-----BEGIN PRIVATE KEY-----|YW5uYUBleGFtcGxlLmNvbSBh|\
          my name is |password: "'"""
              .split("[|]", -1));

  private final TextDetector detector = TextDetector.standard();
  private final SequentialDetector peer = SequentialDetector.standard();

  ScrubBenchmark() {
    super(5);
  }

  @Override
  void measure(Report report) throws Exception {
    Random random = new Random(1);
    List<String> texts = Stream.generate(() -> text(random)).limit(TEXTS).toList();
    Function<String, List<Span>> onePass = it -> detector.detect(it, SubjectIdentifiers.NONE);
    List<Candidate> candidates =
        List.of(
            it -> it.record(rate(ONE_PASS, texts, onePass), Map.of(RATIO, PEER)),
            it -> it.record(rate(PEER, texts.subList(0, PEER_TEXTS), peer::detect), Map.of()));
    Comparison rates = Comparison.run(RATE, 5, rounds(), candidates);
    report.table(rates.rows());
    Comparison worst =
        Comparison.run(MILLIS, 2, rounds(), WORST.stream().map(this::worst).toList());
    report.table(worst.rows());
    report.atLeast(50, "MB/s", rates.row(ONE_PASS).get(RATE));
    report.atLeast(40, "times the regular expressions in turn", rates.row(ONE_PASS).get(RATIO));
    report.atMost(5, "ms: the slowest 50 KB", most(worst, MILLIS));
    report.atMost(2.5, "times as long: 100 KB", most(worst, GROWTH));
  }

  private static double most(Comparison comparison, String figure) {
    return comparison.rows().stream().mapToDouble(it -> it.get(figure)).max().orElseThrow();
  }

  /** A prompt; one of four contains personal data. */
  private static String text(Random random) {
    boolean personal = random.nextInt(4) == 0;
    StringBuilder text = new StringBuilder();
    while (text.length() < TEXT_LENGTH) {
      List<String> from = personal && random.nextInt(120) == 0 ? PERSONAL : WORDS;
      text.append(from.get(random.nextInt(from.size()))).append(' ');
    }
    return text.substring(0, TEXT_LENGTH);
  }

  private static ReportRow rate(
      String name, List<String> texts, Function<String, List<Span>> detect) {
    long start = THREADS.getCurrentThreadCpuTime();
    long spans = texts.stream().mapToLong(it -> detect.apply(it).size()).sum();
    double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    return ReportRow.of(name)
        .with(RATE, texts.size() * TEXT_LENGTH / 1e6 / seconds)
        .with("spansPerText", (double) spans / texts.size());
  }

  private Candidate worst(String unit) {
    String small = unit.repeat(SMALL / unit.length());
    return it -> {
      double millis = millis(small);
      it.record(
          ReportRow.of(unit.strip())
              .with(MILLIS, millis)
              .with(GROWTH, millis(small + small) / millis),
          Map.of());
    };
  }

  private double millis(String text) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < REPEATS; i++) {
      detector.detect(text, SubjectIdentifiers.NONE);
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e6 / REPEATS;
  }
}
