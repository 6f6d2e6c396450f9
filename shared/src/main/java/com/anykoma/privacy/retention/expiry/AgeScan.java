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
 * A walk over a location's records from one age to another, page by page, oldest first. It ends at
 * its limit, but never between two records of one instant: from run to run only instants are
 * remembered, because a path may name a person.
 */
final class AgeScan implements Iterator<ExpiringPage> {
  private final ExpiringRecords records;
  private final Optional<Instant> after;
  private final Limit limit;
  private Query query;
  private Optional<ExpiringPage> next = Optional.empty();
  private int seen;
  private boolean atEnd;
  private boolean enough;

  /**
   * How far one run goes.
   *
   * @param most how many documents it looks at
   * @param until when it begins no further page; the first it always reads
   */
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
    if (next.isEmpty() && !enough && !atEnd) {
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

  /** Whether there is nothing behind the pages that were seen. */
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
    // behind a full page there may be more of the same instant
    Instant reached = atEnd ? age : age.minus(1, ChronoUnit.MICROS);
    seen += page.size();
    enough = limit.isReached(seen) && after.map(reached::isAfter).orElse(true);
    List<Document> here = page.stream().filter(records::isHere).toList();
    return Optional.of(new ExpiringPage(here, page.size() - here.size(), reached));
  }
}
