package com.anykoma.privacy.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.bench.Comparison.Candidate;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.DocumentPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./run bench erase}: erasures of one person, raw deletes and the usual extension. */
@Command(
    name = "erase",
    description =
        "Measures the erasure of a person, compared with raw deletes or the usual"
            + " Firebase extension.",
    mixinStandardHelpOptions = true)
final class EraseBenchmark extends Benchmark {
  private static final int MIN_DOCUMENTS = 100;
  private static final int OBJECTS = 200;
  private static final SubjectId SUBJECT = new SubjectId("erased");
  private static final SubjectId FIRST = new SubjectId("first");
  private static final String WRITES = "documents.write";
  private static final String READS = "documents.read";
  private static final List<String> COUNTED =
      List.of(WRITES, READS, "documents.call", "documents.listed");

  @Option(
      names = "--cloud",
      description =
          "embedded, or emulators: Firestore's emulator and a fake of Cloud Storage, compared"
              + " with the extension's deletion in Node.js. Default: ${DEFAULT-VALUE}.")
  private Cloud cloud = Cloud.EMBEDDED;

  @Option(
      names = "--docs",
      split = ",",
      description =
          "Numbers of documents, with one measurement for each. Default:" + " ${DEFAULT-VALUE}.")
  private List<Integer> documents = List.of(2_000, 10_000);

  /** A measurement on a cloud. */
  private interface Measurement {
    void on(Comparison comparison, ErasureLoad cloud, int size) throws Exception;
  }

  EraseBenchmark() {
    super(3);
  }

  @Override
  void measure(Report report) throws Exception {
    require(
        documents.stream().allMatch(it -> it >= MIN_DOCUMENTS),
        "--docs must be at least " + MIN_DOCUMENTS);
    List<Measurement> measurements = new ArrayList<>(List.of(this::erasure, this::limit));
    if (cloud == Cloud.EMULATORS) {
      Peers peers = Peers.install();
      measurements.add((comparison, on, size) -> peer(comparison, peers, on, size));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int size : documents) {
      for (Measurement each : measurements) {
        candidates.add(comparison -> measure(comparison, each, size));
      }
    }
    Comparison comparison = Comparison.run("perSecond", 0, rounds(), candidates);
    report.table(comparison.rows());
    for (int size : documents) {
      ReportRow row = comparison.row("erasure-" + size);
      if (cloud == Cloud.EMBEDDED) {
        report.atMost(1.1, "writes a document: " + row.name(), row.get(WRITES));
        report.atMost(0.2, "reads a document: " + row.name(), row.get(READS));
      } else {
        report.atLeast(2, "times the peer's rate: " + row.name(), row.get("ratioToPeer"));
      }
    }
  }

  /**
   * Measures on a cloud that has already erased another person, because the first erasure is slow.
   */
  private void measure(Comparison comparison, Measurement measurement, int size) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        ErasureLoad on = new ErasureLoad(directory.path(), cloud == Cloud.EMULATORS)) {
      on.store(FIRST, 2_000, 0);
      on.erase(FIRST);
      measurement.on(comparison, on, size);
    }
  }

  /** Measures the complete erasure, from the erasure request to the certificate. */
  private void erasure(Comparison comparison, ErasureLoad on, int size) throws IOException {
    int deleted = on.store(SUBJECT, size, OBJECTS).size();
    on.counts().reset();
    ReportRow row = timed("erasure-" + size, deleted, () -> on.erase(SUBJECT));
    String limit = "raw-documents-" + size;
    if (cloud == Cloud.EMULATORS) {
      comparison.record(row, Map.of("ratioToLimit", limit, "ratioToPeer", "peer-" + size));
      return;
    }
    for (String each : COUNTED) {
      row = row.with(each, (double) on.counts().of(each) / deleted);
    }
    comparison.record(row, Map.of("ratioToLimit", limit));
  }

  /** Measures the limit of the same store: deletes of documents with known names. */
  private void limit(Comparison comparison, ErasureLoad on, int size) throws IOException {
    List<DocumentPath> paths = on.store(SUBJECT, size, OBJECTS);
    Runnable delete = () -> on.cloud().documents().delete(paths);
    comparison.record(timed("raw-documents-" + size, paths.size(), delete), Map.of());
  }

  private static ReportRow timed(String name, int removed, Runnable work) {
    long start = System.nanoTime();
    work.run();
    return speed(name, removed, (System.nanoTime() - start) / 1e9);
  }

  private static ReportRow speed(String name, long removed, double seconds) {
    ReportRow row = ReportRow.of(name).with("removed", (double) removed).with("seconds", seconds);
    return row.with("perSecond", removed / seconds);
  }

  /**
   * Measures the recursive delete of the Node.js client library, which the usual extension calls.
   */
  private void peer(Comparison comparison, Peers peers, ErasureLoad on, int size) throws Exception {
    List<DocumentPath> all = on.store(SUBJECT, size, OBJECTS);
    Map<String, String> environment =
        Map.of("FIRESTORE_EMULATOR_HOST", on.firestore().getAuthority());
    Process process = peers.node(environment, "erase.js", "users/" + SUBJECT.value()).start();
    String seconds = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the peer's erase.js failed");
    }
    long deleted = all.stream().filter(each -> each.segments().get(0).equals("users")).count();
    comparison.record(speed("peer-" + size, deleted, Double.parseDouble(seconds)), Map.of());
  }
}
