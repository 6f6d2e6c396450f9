package com.anykoma.privacy.protection.access;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Limits the requests of each caller to each function over all instances (P17; ASVS 2.4.1). The
 * buckets are {@code rateLimits/{keyed hash of function and caller}}: each record holds the time at
 * which its bucket is full again, and expires after a day. A transaction takes a {@link
 * RateLimit#lease} of permits, so never more permits than the limit are granted. If the store is
 * unavailable, the failure is thrown and no permit is granted.
 *
 * <p>An instance keeps leased permits no longer than the bucket needs to add them again, and
 * remembers a refusal until the next permit is added, so that a flood of requests causes no flood
 * of transactions. A clock that goes back grants nothing.
 */
public final class RateLimiter {
  private static final String FULL_AT = "fullAt";
  private static final String TAKEN_AT = "takenAt";

  /** A later {@code fullAt} was written by a wrong clock; the bucket then counts as empty. */
  private static final Duration MAX_CLOCK_ERROR = Duration.ofDays(1);

  private static final int MAX_LEASES = 10_000;
  private static final int LOCKS = 64;
  private static final int REFUSED = -1;

  private final Documents documents;
  private final SubjectHash hash;
  private final InstantSource clock;
  private final Cache<String, Lease> leases =
      CacheBuilder.newBuilder().maximumSize(MAX_LEASES).build();
  private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(it -> new Object()).toArray();

  /** Creates the limiter of an instance; it must live as long as the instance. */
  public RateLimiter(Documents documents, SubjectHash hash, InstantSource clock) {
    this.documents = documents;
    this.hash = hash;
    this.clock = clock;
  }

  /**
   * Permits that this instance holds between two times.
   *
   * @param left the unused permits, or {@link #REFUSED} until the bucket adds one
   */
  private record Lease(Instant from, Instant until, long left) {
    boolean isValid(Instant now) {
      return !now.isBefore(from) && now.isBefore(until) && left != 0;
    }

    Lease afterRequest() {
      return left == REFUSED ? this : new Lease(from, until, left - 1);
    }
  }

  /**
   * Takes a permit for one request.
   *
   * @param function the name of the function, which has the limit {@link RateLimit#of}
   * @param caller the uid, or another text that identifies the caller; stored as a keyed hash
   * @return empty if the request is permitted, else the time after which to repeat it
   */
  public Optional<Duration> take(String function, String caller) {
    String id = hash.of("rate-limit", function + "/" + caller);
    synchronized (locks[Math.floorMod(id.hashCode(), LOCKS)]) { // one transaction for a burst
      Instant now = clock.instant();
      Lease lease =
          Optional.ofNullable(leases.getIfPresent(id))
              .filter(it -> it.isValid(now))
              .orElseGet(() -> lease(id, RateLimit.of(function), now))
              .afterRequest();
      leases.put(id, lease);
      return lease.left() == REFUSED
          ? Optional.of(Duration.between(now, lease.until()))
          : Optional.empty();
    }
  }

  private Lease lease(String id, RateLimit limit, Instant now) {
    DocumentPath path = OwnCollections.RATE_LIMITS.document(id);
    Instant emptyUntil = now.plus(limit.refill(limit.capacity()));
    return documents.transact(
        tx -> {
          Optional<Document> stored = tx.read(path);
          Optional<Instant> written =
              stored.flatMap(it -> it.fields().value(FULL_AT)).flatMap(RateLimiter::time);
          Instant fullAt =
              stored.isEmpty()
                  ? now
                  : written
                      .filter(it -> !it.isAfter(emptyUntil.plus(MAX_CLOCK_ERROR)))
                      .map(it -> it.isBefore(now) ? now : it)
                      .orElse(emptyUntil);
          long available = Duration.between(fullAt, emptyUntil).dividedBy(limit.refill());
          long taken = Math.max(0, Math.min(available, limit.lease()));
          Instant next = fullAt.plus(limit.refill(taken));
          if (!written.equals(Optional.of(next))) {
            tx.set(path, Fields.empty().with(FULL_AT, next).with(TAKEN_AT, now));
          }
          return taken > 0
              ? new Lease(now, now.plus(limit.refill(taken)), taken)
              : new Lease(now, now.plus(wait(fullAt, emptyUntil, limit)), REFUSED);
        });
  }

  /** Empty for a value of another type: an unreadable record counts as an empty bucket. */
  private static Optional<Instant> time(Object stored) {
    return stored instanceof Instant time ? Optional.of(time) : Optional.empty();
  }

  /** The time until the bucket has a whole permit. */
  private static Duration wait(Instant fullAt, Instant emptyUntil, RateLimit limit) {
    return Duration.between(emptyUntil, fullAt.plus(limit.refill(1)));
  }
}
