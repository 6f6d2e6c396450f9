package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A page of a location's records, oldest first.
 *
 * @param records those of the location
 * @param others how many documents stood between them that are of another place
 * @param reached no record of exactly this age, or of a greater one, is left to be seen
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
