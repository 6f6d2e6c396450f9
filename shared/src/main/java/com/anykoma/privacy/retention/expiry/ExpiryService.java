package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Documents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Deletes records that have reached the maximum age in the data map, and truncates IP addresses in
 * records before that (P14, P21). Covers the app's collections and our own. Skips documents without
 * a timestamp or with one in the future; {@code Attest} reports them. Idempotent; runs may overlap.
 *
 * @param keys the database of wrapped keys, which also holds the expiring markers of destroyed keys
 */
public record ExpiryService(
    Documents documents,
    Documents keys,
    DataMap dataMap,
    ExpiryCircuitBreaker breaker,
    InstantSource clock) {
  /** The number of documents of a location that one run reads; the next run continues. */
  static final int MAX_PER_RUN = 5_000;

  /** The longest delay of a record's write for which its addresses are still truncated. */
  static final Duration LATEST_ENTRY = Duration.ofDays(1);

  private static final Log LOG = Log.of(ExpiryService.class);

  /** The numbers of deleted documents, and of those whose IP addresses were truncated. */
  public record Counts(int deleted, int truncated) {}

  /**
   * Deletes and truncates due records of every location; a failure in one location does not stop
   * the others. Each location gets an equal share of the remaining time.
   *
   * @param until no page is read after this time; the next run continues
   * @throws RuntimeException the first failure, after all locations
   */
  public Counts sweep(Instant until) {
    Run run = new Run(clock.instant());
    List<ExpiringRecords> all = locations();
    for (int i = 0; i < all.size(); i++) {
      Duration remaining = Duration.between(clock.instant(), until);
      run.expire(all.get(i), clock.instant().plus(remaining.dividedBy(all.size() - i)));
    }
    return run.outcome();
  }

  private List<ExpiringRecords> locations() {
    List<ExpiringRecords> all = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (each.expiry().isPresent() && each.place() instanceof Place.Documents place) {
        boolean isKeys = place.database().equals(Place.Documents.KEYS);
        all.add(new ExpiringRecords(isKeys ? keys : documents, dataMap, each));
      }
    }
    return all;
  }

  /** One run over all locations. */
  private final class Run {
    private final Instant now;
    private int deleted;
    private int truncated;
    private Optional<RuntimeException> failed = Optional.empty();

    Run(Instant now) {
      this.now = now;
    }

    void expire(ExpiringRecords records, Instant until) {
      AgeScan.Limit limit = new AgeScan.Limit(MAX_PER_RUN, clock, until);
      deleted += attempt(records, "deleted", () -> deletion(records).run(now, limit));
      Optional<Instant> due = records.truncatedThrough(now);
      if (due.isPresent()) {
        truncated += truncate(records, "truncatedThrough", due.get(), limit);
        truncated += truncate(records, "recheckedThrough", due.get().minus(LATEST_ENTRY), limit);
      }
    }

    /** The second pass, one day later, covers records that were written late. */
    private int truncate(
        ExpiringRecords records, String progress, Instant due, AgeScan.Limit limit) {
      return attempt(
          records,
          "truncated",
          () -> new AddressTruncation(records, progress(records, progress)).run(due, limit));
    }

    private int attempt(ExpiringRecords records, String what, IntSupplier job) {
      LogEntry kind = LogField.KIND.of(what);
      LogEntry location = LogField.LOCATION.of(records.location().name());
      try {
        int done = job.getAsInt();
        if (done > 0) {
          LOG.info("expired records", kind, location, LogField.COUNT.of(done));
        }
        return done;
      } catch (RuntimeException e) {
        LOG.warning(
            "not all due records could be processed", kind, location, LogField.REASON.of(e));
        failed = failed.or(() -> Optional.of(e));
        return 0;
      }
    }

    Counts outcome() {
      failed.ifPresent(
          first -> {
            throw first;
          });
      return new Counts(deleted, truncated);
    }
  }

  private RecordDeletion deletion(ExpiringRecords records) {
    return new RecordDeletion(records, breaker, progress(records, "passedThrough"));
  }

  private ExpiryProgress progress(ExpiringRecords records, String field) {
    return new ExpiryProgress(documents, records.location().name(), field);
  }
}
