package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes the census of the closed world: reads all documents and objects, including those outside
 * the data map's locations, and compares them with the data map (P2, P11-P15, P21). Read-only. It
 * is independent of the code that writes the data.
 *
 * <p>The function that takes the census also runs the daily checks.
 *
 * @param dailyChecks return a line for each problem, by the names of their results
 */
public record AttestService(
    Documents documents,
    Documents keys,
    Blobs blobs,
    RealtimeDatabase realtime,
    Tasks tasks,
    DataMap dataMap,
    Map<String, Supplier<List<String>>> dailyChecks,
    InstantSource clock) {
  /**
   * The interval between two censuses; each reads every document. Event handlers and writers report
   * data outside the map at once; the census finds data that was written through other channels.
   */
  static final Duration INTERVAL = Duration.ofDays(7).minusHours(12);

  /** A daily check that has a result of less than this age does not run again. */
  static final Duration DAILY = Duration.ofHours(12);

  /** Approximate number of items per page, which takes some seconds to read. */
  static final int PAGE = 5_000;

  private static final Log LOG = Log.of(AttestService.class);

  private static final String CENSUS = "census";

  private Checks checks() {
    return new Checks(documents, clock);
  }

  private Scans scans() {
    return Scans.ofStore(Topic.ATTEST, "documents", INTERVAL, documents, tasks, clock)
        .as(CENSUS, checks());
  }

  /**
   * Takes a page of the scheduled census. Logs an alarm with the counts if the page has violations.
   * Each page continues where the previous one ended, until everything was read. The scheduled
   * start also runs the daily checks, even if no census is due; a check that fails stops neither
   * the other checks nor the census, and runs again when the task is redelivered.
   */
  public void handle(ScanTask task) {
    StepRunner steps = new StepRunner();
    steps.run(() -> scans().handle(task, step -> page(step.position())));
    if (task instanceof BeginScan) {
      steps.run(() -> runDaily(steps));
    }
    steps.throwFailure();
  }

  private void runDaily(StepRunner steps) {
    Instant recent = clock.instant().minus(DAILY);
    Map<String, Checks.Result> last = checks().results();
    dailyChecks.forEach(
        (name, check) -> {
          Optional<Instant> verifiedAt =
              Optional.ofNullable(last.get(name)).flatMap(Checks.Result::verifiedAt);
          if (verifiedAt.filter(recent::isBefore).isEmpty()) {
            steps.run(() -> runDaily(name, check));
          }
        });
  }

  private void runDaily(String name, Supplier<List<String>> check) {
    checks()
        .run(
            name,
            () -> {
              List<String> findings = check.get();
              if (!findings.isEmpty()) {
                LOG.severe(
                    "alarm: a daily check found a broken promise",
                    LogField.KIND.of(name),
                    LogField.COUNT.of(findings.size()));
              }
              return findings;
            });
  }

  private Optional<ScanPosition> page(ScanPosition at) {
    CensusRun.CensusPage page = run().page(at, PAGE);
    if (!page.census().clean()) {
      checks().found(CENSUS, List.of("stored data that datamap.yaml does not allow"));
      LOG.warning(
          "alarm: the census found data that datamap.yaml does not allow", page.census().counts());
    } else if (page.next().isEmpty()) {
      LOG.info("a census is complete", page.census().counts());
    }
    return page.next();
  }

  private CensusRun run() {
    return new CensusRun(documents, keys, blobs, realtime, dataMap, clock.instant());
  }

  /** Takes a census of at most this number of documents, paths and objects each. */
  public Census take(long maxDocuments) {
    if (maxDocuments < 1) {
      throw new IllegalArgumentException("the limit of a census must be at least 1");
    }
    return run().take(maxDocuments);
  }
}
