package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes the census of the closed world: reads all documents and objects, including those outside
 * the data map's locations, and compares them with the data map (P2, P11-P15, P21). Read-only. It
 * is independent of the code that writes the data.
 */
public record AttestService(
    Documents documents,
    Documents keys,
    Blobs blobs,
    RealtimeDatabase realtime,
    Tasks tasks,
    DataMap dataMap,
    InstantSource clock) {
  /**
   * The interval between two censuses; each reads every document. Event handlers and writers report
   * data outside the map at once; the census finds data that was written through other channels.
   */
  static final Duration INTERVAL = Duration.ofDays(7).minusHours(12);

  /** Approximate number of items per page, which takes some seconds to read. */
  static final int PAGE = 5_000;

  private static final Log LOG = Log.of(AttestService.class);

  private Scans scans() {
    return Scans.ofStore(Topic.ATTEST, "documents", INTERVAL, documents, tasks, clock);
  }

  /**
   * Takes a page of the scheduled census. Logs an alarm with the counts if the page has violations.
   * Each page continues where the previous one ended, until everything was read.
   */
  public void handle(ScanTask task) {
    scans().handle(task, step -> page(step.position()));
  }

  private Optional<ScanPosition> page(ScanPosition at) {
    CensusRun.CensusPage page = run().page(at, PAGE);
    if (!page.census().clean()) {
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
