package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Iterates over a location's records between two timestamps, page by page, oldest first. It stops
 * at its limit, but never between two records with the same timestamp: the stored progress is a
 * timestamp only, because a path may identify a person.
 */
final class AgeScan implements Iterator<ExpiringPage> {
  private final ExpiringRecords records;
  private final Optional<Instant> after;
  private final Limit limit;
  private Query query;
  private Optional<ExpiringPage> next = Optional.empty();
  private int seen;
  private boolean atEnd;
  private boolean isLimitReached;

  /** The limits of a run: of documents, and of the time for pages after the first. */
  record Limit(int most, InstantSource clock, Instant until) {
    private boolean isReached(int seen) {
      return seen >= most || !clock.instant().isBefore(until);
    }
  }

  AgeScan(ExpiringRecords records, Optional<Instant> after, Instant through, Limit limit) {
    this.records = records;
    this.after = after;
    this.limit = limit;
    this.query = records.between(after, through);
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !isLimitReached && !atEnd) {
      next = read();
    }
    return next.isPresent();
  }

  @Override
  public ExpiringPage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ExpiringPage page = next.orElseThrow();
    next = Optional.empty();
    return page;
  }

  /** Whether the last page that was read is the last page of all. */
  boolean isAtEnd() {
    return atEnd;
  }

  private Optional<ExpiringPage> read() {
    List<Document> page = records.documents().find(query);
    atEnd = page.size() < query.limit();
    if (page.isEmpty()) {
      return Optional.empty();
    }
    Document last = page.get(page.size() - 1);
    query = query.after(last);
    Instant age = records.ageOf(last).orElseThrow();
    // after a full page, more records may have the same timestamp
    Instant reached = atEnd ? age : age.minus(1, ChronoUnit.MICROS);
    seen += page.size();
    isLimitReached = limit.isReached(seen) && after.map(reached::isAfter).orElse(true);
    List<Document> here = page.stream().filter(records::isInLocation).toList();
    return Optional.of(new ExpiringPage(here, page.size() - here.size(), reached));
  }
}
