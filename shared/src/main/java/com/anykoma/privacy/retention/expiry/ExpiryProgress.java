package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * How far runs over a location's records have come: {@code ageings/{location}}. Losing it costs
 * reads, nothing else: the next run begins at the oldest record again.
 */
final class ExpiryProgress {
  private final Documents documents;
  private final DocumentPath path;
  private final String field;

  ExpiryProgress(Documents documents, String location, String field) {
    this.documents = documents;
    this.path = ExpiryCircuitBreaker.path(location);
    this.field = field;
  }

  /** What is kept of the location, of other runs too. */
  Fields read() {
    return documents.get(path).map(Document::fields).orElse(Fields.empty());
  }

  /** What is dealt with up to and including this instant; empty at the beginning. */
  Optional<Instant> through() {
    return through(read());
  }

  /** The same, of what was read before. */
  Optional<Instant> through(Fields state) {
    return state.value(field).filter(Instant.class::isInstance).map(Instant.class::cast);
  }

  void moveTo(Instant through) {
    put(Optional.of(through));
  }

  /** Has the next run begin at the oldest. */
  void startAgain() {
    put(Optional.empty());
  }

  private void put(Optional<Instant> through) {
    documents.transact(
        tx -> {
          Fields now = tx.read(path).map(Document::fields).orElse(Fields.empty());
          tx.set(path, now.without(field).with(field, through));
          return true;
        });
  }
}
