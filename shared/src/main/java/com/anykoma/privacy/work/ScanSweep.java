package com.anykoma.privacy.work;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Continues stopped scans of a database, and logs the age of each last complete scan, so that an
 * alert reports a scan that no longer completes: some guarantees depend on scans alone (P20). Costs
 * one query over a few records.
 *
 * @param limits by topic, the maximum time since the last complete scan began
 */
public record ScanSweep(
    Documents documents, Map<Topic, Duration> limits, Tasks tasks, InstantSource clock) {
  private static final Log LOG = Log.of(ScanSweep.class);

  public ScanSweep {
    limits = Map.copyOf(limits);
  }

  /** Dispatches the current page of each scan without progress in its lease; counts them. */
  public int sweep() {
    Instant now = clock.instant();
    List<Document> all = documents.find(Query.in(OwnCollections.SCANS));
    all.forEach(each -> logAge(each, now));
    List<Document> due =
        all.stream()
            .filter(each -> topicOf(each).isPresent() && isDue(each, now))
            .filter(each -> lease(each, now))
            .toList();
    tasks.publish(
        due.stream()
            .map(each -> DueIndex.task(topicOf(each).orElseThrow(), each.path().id(), "due", now))
            .toList());
    return due.size();
  }

  /** A scan's id is its topic, which a newer version may not have any more. */
  private static Optional<Topic> topicOf(Document scan) {
    return Topic.of(scan.path().id());
  }

  private static boolean isDue(Document scan, Instant now) {
    return scan.fields().instant(Scans.NEXT_ATTEMPT_AT).filter(at -> !now.isBefore(at)).isPresent();
  }

  /** Of two concurrent sweeps, one dispatches the page. */
  private boolean lease(Document scan, Instant now) {
    return documents.update(
        scan.path(),
        scan.updateTime(),
        Fields.empty().with(Scans.NEXT_ATTEMPT_AT, now.plus(DueIndex.LEASE)));
  }

  private void logAge(Document scan, Instant now) {
    Instant since =
        scan.fields()
            .instant(Scans.COMPLETED_AT)
            .or(() -> scan.fields().instant(Scans.SINCE))
            .orElse(Instant.EPOCH);
    Duration age = Duration.between(since, now);
    Optional<Duration> limit = topicOf(scan).map(limits::get);
    LogEntry name = LogField.SCAN.of(scan.path().id());
    LogEntry seconds = LogField.AGE_SECONDS.of(age.toSeconds());
    if (limit.filter(it -> age.compareTo(it) > 0).isPresent()) {
      LOG.severe("alarm: a scan has not completed for too long", name, seconds);
    } else {
      LOG.info("age of the last complete scan", name, seconds);
    }
  }
}
