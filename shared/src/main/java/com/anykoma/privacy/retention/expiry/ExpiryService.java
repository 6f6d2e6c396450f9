package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Documents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.logging.Logger;

/**
 * Lets the app's records and our own grow no older than the data map says, and cuts the IP
 * addresses in them to networks before that (P14, P21). What tells no age, or one in the future,
 * does not age here: {@code Attest} reports it. Safe to repeat and to overlap.
 *
 * @param keys the database of wrapped keys, in which the marks of destroyed ones age
 */
public record ExpiryService(
    Documents documents,
    Documents keys,
    DataMap dataMap,
    ExpiryCircuitBreaker breaker,
    InstantSource clock) {
  /** How many documents of a location one run looks at; the next run goes on. */
  static final int MAX_PER_RUN = 5_000;

  /** How late a record may be written after the time that it bears and still be cut. */
  static final Duration LATEST_ENTRY = Duration.ofDays(1);

  private static final Logger LOG = Logger.getLogger(ExpiryService.class.getName());

  /** What a run came to: how many documents were deleted, and in how many addresses were cut. */
  public record Aged(int deleted, int truncated) {}

  /**
   * Deletes and cuts what is due, in each location whatever becomes of the others. A location has
   * an equal share of the time that is left, so that none keeps a later one from its turn.
   *
   * @param until when no further page is begun; the next run goes on
   * @throws RuntimeException the first failure, when all else is done
   */
  public Aged sweep(Instant until) {
    Run run = new Run(clock.instant());
    List<ExpiringRecords> all = locations();
    for (int i = 0; i < all.size(); i++) {
      Duration left = Duration.between(clock.instant(), until);
      run.age(all.get(i), clock.instant().plus(left.dividedBy(all.size() - i)));
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

    void age(ExpiringRecords records, Instant until) {
      AgeScan.Limit limit = new AgeScan.Limit(MAX_PER_RUN, clock, until);
      deleted += tried(records, "deleted", () -> deletion(records).run(now, limit));
      Optional<Instant> due = records.truncatedThrough(now);
      if (due.isPresent()) {
        truncated += truncate(records, "truncatedThrough", due.get(), limit);
        truncated += truncate(records, "recheckedThrough", due.get().minus(LATEST_ENTRY), limit);
      }
    }

    /** The second time a record is come by, what was entered late stands beside it. */
    private int truncate(
        ExpiringRecords records, String progress, Instant due, AgeScan.Limit limit) {
      return tried(
          records,
          "truncated",
          () -> new AddressTruncation(records, progress(records, progress)).run(due, limit));
    }

    private int tried(ExpiringRecords records, String what, IntSupplier job) {
      String location = " location=" + records.location().name();
      try {
        int done = job.getAsInt();
        if (done > 0) {
          LOG.info("aged records are " + what + location + " count=" + done);
        }
        return done;
      } catch (RuntimeException e) {
        LOG.warning(
            "not all aged records are "
                + what
                + location
                + " reason="
                + e.getClass().getSimpleName());
        failed = failed.or(() -> Optional.of(e));
        return 0;
      }
    }

    Aged outcome() {
      failed.ifPresent(
          first -> {
            throw first;
          });
      return new Aged(deleted, truncated);
    }
  }

  private RecordDeletion deletion(ExpiringRecords records) {
    return new RecordDeletion(records, breaker, progress(records, "passedThrough"));
  }

  private ExpiryProgress progress(ExpiringRecords records, String field) {
    return new ExpiryProgress(documents, records.location().name(), field);
  }
}
