package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * The stored progress of expiry runs over one location, {@code expiryProgress/{location}}. If it is
 * lost, the next run starts at the oldest record again and only reads more.
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

  /** The location's stored state, fields of other runs included. */
  Fields read() {
    return documents.get(path).map(Document::fields).orElse(Fields.empty());
  }

  /** Records with this timestamp or an earlier one are processed; empty at the start. */
  Optional<Instant> through(Fields state) {
    return state.value(field).filter(Instant.class::isInstance).map(Instant.class::cast);
  }

  /** Stores that records are processed through this time; empty to start at the oldest again. */
  void moveTo(Optional<Instant> through) {
    documents.transact(
        tx -> {
          Fields now = tx.read(path).map(Document::fields).orElse(Fields.empty());
          tx.set(path, now.without(field).with(field, through));
          return true;
        });
  }
}
