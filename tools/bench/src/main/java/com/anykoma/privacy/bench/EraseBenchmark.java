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

/**
 * {@code ./run bench erase}: the whole erasure of one person, beside the least that the same store
 * can be asked for and beside the usual extension; each on a cloud of its own.
 */
@Command(
    name = "erase",
    description = "One person erased from everywhere, beside raw deletes or the usual extension.",
    mixinStandardHelpOptions = true)
final class EraseBenchmark extends Benchmark {
  private static final int FEWEST = 100;
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
          "embedded, or emulators: Firestore's, with a double of Cloud Storage, beside the usual"
              + " extension's deletion in Node (default: ${DEFAULT-VALUE})")
  private Cloud cloud = Cloud.EMBEDDED;

  @Option(
      names = "--docs",
      split = ",",
      description = "documents of the person, one measurement each (default: ${DEFAULT-VALUE})")
  private List<Integer> documents = List.of(2_000, 10_000);

  /** Measures on a cloud. */
  private interface Measurement {
    void on(Comparison contest, ErasureLoad cloud, int size) throws Exception;
  }

  EraseBenchmark() {
    super(3);
  }

  @Override
  void measure(Report report) throws Exception {
    require(documents.stream().allMatch(it -> it >= FEWEST), "--docs are " + FEWEST + " at least");
    List<Measurement> measurements = new ArrayList<>(List.of(this::whole, this::limit));
    if (cloud == Cloud.EMULATORS) {
      Peers peers = Peers.install();
      measurements.add((contest, on, size) -> peer(contest, peers, on, size));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int size : documents) {
      for (Measurement each : measurements) {
        candidates.add(contest -> measure(contest, each, size));
      }
    }
    Comparison contest = Comparison.run("perSecond", 0, rounds(), candidates);
    report.table(contest.rows());
    for (int size : documents) {
      ReportRow row = contest.row("erasure-" + size);
      if (cloud == Cloud.EMBEDDED) {
        report.atMost(1.1, "writes a document: " + row.name(), row.get(WRITES));
        report.atMost(0.2, "reads a document: " + row.name(), row.get(READS));
      } else {
        report.atLeast(2, "times the peer's rate: " + row.name(), row.get("ratioToPeer"));
      }
    }
  }

  /** Measures on a cloud that has erased another person before, because first steps are slow. */
  private void measure(Comparison contest, Measurement measurement, int size) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        ErasureLoad on = new ErasureLoad(directory.path(), cloud == Cloud.EMULATORS)) {
      on.put(FIRST, 2_000, 0);
      on.erase(FIRST);
      measurement.on(contest, on, size);
    }
  }

  /** The whole erasure, from the order until it is fulfilled, its certificate included. */
  private void whole(Comparison contest, ErasureLoad on, int size) throws IOException {
    int deleted = on.put(SUBJECT, size, OBJECTS).size();
    on.counts().reset();
    ReportRow row = timed("erasure-" + size, deleted, () -> on.erase(SUBJECT));
    String limit = "raw-documents-" + size;
    if (cloud == Cloud.EMULATORS) {
      contest.record(row, Map.of("ratioToLimit", limit, "ratioToPeer", "peer-" + size));
      return;
    }
    for (String each : COUNTED) {
      row = row.with(each, (double) on.counts().of(each) / deleted);
    }
    contest.record(row, Map.of("ratioToLimit", limit));
  }

  /** The least that the same store can be asked for: to delete documents of known names. */
  private void limit(Comparison contest, ErasureLoad on, int size) throws IOException {
    List<DocumentPath> paths = on.put(SUBJECT, size, OBJECTS);
    Runnable delete = () -> on.cloud().documents().delete(paths);
    contest.record(timed("raw-documents-" + size, paths.size(), delete), Map.of());
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

  /** The recursive deletion of the client library for Node, as the usual extension calls it. */
  private void peer(Comparison contest, Peers peers, ErasureLoad on, int size) throws Exception {
    List<DocumentPath> all = on.put(SUBJECT, size, OBJECTS);
    Map<String, String> environment =
        Map.of("FIRESTORE_EMULATOR_HOST", on.firestore().getAuthority());
    Process process = peers.node(environment, "erase.js", "users/" + SUBJECT.value()).start();
    String seconds = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the peer's erase.js failed");
    }
    long deleted = all.stream().filter(each -> each.segments().get(0).equals("users")).count();
    contest.record(speed("peer-" + size, deleted, Double.parseDouble(seconds)), Map.of());
  }
}
