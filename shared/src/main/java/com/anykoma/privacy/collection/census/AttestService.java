package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Takes the census of the closed world: looks at every document and object, and at the places where
 * none should be, and holds them against the data map (P2, P11-P15, P21). Only reads. It is a
 * second reader: nothing that wrote the data has a say in it.
 */
public record AttestService(
    Documents documents,
    Documents keys,
    Blobs blobs,
    Tasks tasks,
    DataMap dataMap,
    InstantSource clock) {
  /**
   * How often a census is taken: it reads every document. Events and writers alarm at once at what
   * the map does not name; the census finds what came by another way.
   */
  static final Duration INTERVAL = Duration.ofDays(7).minusHours(12);

  /** How much a page looks at, about: some seconds of reading. */
  static final int PAGE = 5_000;

  private static final Logger LOG = Logger.getLogger(AttestService.class.getName());

  private Scans scans() {
    return Scans.ofStore(Topic.ATTEST, "documents", INTERVAL, documents, tasks, clock);
  }

  /**
   * Takes a page of the scheduled census, and logs one line of counts: an alarm when it is not
   * clean. A census goes on where its last page ended until it has looked at everything.
   */
  public void handle(ScanTask task) {
    scans().handle(task, step -> page(step.position()));
  }

  private Optional<ScanPosition> page(ScanPosition at) {
    CensusRun.PageOfCensus page = run().page(at, PAGE);
    if (!page.census().clean()) {
      LOG.warning("alarm: there is what datamap.yaml does not allow: " + page.census().line());
    } else if (page.next().isEmpty()) {
      LOG.info("a census has looked at everything: " + page.census().line());
    }
    return page.next();
  }

  private CensusRun run() {
    return new CensusRun(documents, keys, blobs, dataMap, clock.instant());
  }

  /**
   * Takes a census.
   *
   * @param mostDocuments how many documents it reads at most, how many paths, and how many objects;
   *     it takes turns between locations and says when there was more
   */
  public Census take(long mostDocuments) {
    if (mostDocuments < 1) {
      throw new IllegalArgumentException("a census looks at one document at least");
    }
    return run().take(mostDocuments);
  }
}
