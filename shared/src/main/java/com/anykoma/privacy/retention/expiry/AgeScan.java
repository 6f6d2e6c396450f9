package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Query;
import com.google.common.collect.AbstractIterator;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over a location's records between two timestamps, page by page, oldest first. It stops
 * at its limit, but never between two records with the same timestamp: the stored progress is a
 * timestamp only, because a path may identify a person.
 */
final class AgeScan extends AbstractIterator<AgeScan.ExpiringPage> {
  private final ExpiringRecords records;
  private final Optional<Instant> after;
  private final Limit limit;
  private Query query;
  private int seen;
  private boolean atEnd;
  private boolean isLimitReached;

  /**
   * A page of the location's records, oldest first.
   *
   * @param records the location's records
   * @param others the number of documents in the page that belong to other locations
   * @param reached all records with this timestamp or an earlier one have been read
   */
  record ExpiringPage(List<Document> records, int others, Instant reached) {
    int size() {
      return records.size() + others;
    }
  }

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

  /** Whether the last page that was read is the last page of all. */
  boolean isAtEnd() {
    return atEnd;
  }

  @Override
  protected @Nullable ExpiringPage computeNext() {
    if (isLimitReached || atEnd) {
      return endOfData();
    }
    List<Document> page = records.documents().find(query);
    atEnd = page.size() < query.limit();
    if (page.isEmpty()) {
      return endOfData();
    }
    Document last = page.get(page.size() - 1);
    query = query.after(last);
    Instant age = records.ageOf(last).orElseThrow();
    // after a full page, more records may have the same timestamp
    Instant reached = atEnd ? age : age.minus(1, ChronoUnit.MICROS);
    seen += page.size();
    isLimitReached = limit.isReached(seen) && after.map(reached::isAfter).orElse(true);
    List<Document> here = page.stream().filter(records::isInLocation).toList();
    return new ExpiringPage(here, page.size() - here.size(), reached);
  }
}
