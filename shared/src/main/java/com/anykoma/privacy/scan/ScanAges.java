package com.anykoma.privacy.scan;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.logging.Logger;

/**
 * Says how long ago each scan came to its end, so that a person hears of one that no longer does:
 * what scans are the guarantee of would be kept no more (P20). Only reads.
 */
public final class ScanAges {
  private static final Logger LOG = Logger.getLogger(ScanAges.class.getName());

  private final Documents documents;
  private final Map<String, Duration> limits;
  private final InstantSource clock;

  /**
   * @param limits by the scans' names, how long ago the last complete one may have begun
   */
  public ScanAges(Documents documents, Map<String, Duration> limits, InstantSource clock) {
    this.documents = documents;
    this.limits = Map.copyOf(limits);
    this.clock = clock;
  }

  /** Logs a line for each scan, an alarm where its last complete run is older than its limit. */
  public void tell() {
    documents.find(Query.in(Scans.SCANS)).forEach(this::tell);
  }

  private void tell(Document scan) {
    Instant since =
        scan.fields()
            .instant(Scans.COMPLETED_AT)
            .or(() -> scan.fields().instant(Scans.SINCE))
            .orElse(Instant.EPOCH);
    Duration age = Duration.between(since, clock.instant());
    Duration limit = limits.get(scan.path().id());
    String line = " scan=" + scan.path().id() + " ageSeconds=" + age.toSeconds();
    if (limit != null && age.compareTo(limit) > 0) {
      LOG.severe("alarm: a scan has not come to its end for too long" + line);
    } else {
      LOG.info("age of the last complete scan" + line);
    }
  }
}
