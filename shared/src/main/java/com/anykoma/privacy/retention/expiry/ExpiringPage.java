package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A page of a location's records, oldest first.
 *
 * @param records the location's records
 * @param others the number of documents in the page that belong to other locations
 * @param reached all records with this timestamp or an earlier one have been read
 */
record ExpiringPage(List<Document> records, int others, Instant reached) {
  ExpiringPage {
    records = List.copyOf(records);
    Objects.requireNonNull(reached);
  }

  int size() {
    return records.size() + others;
  }
}
