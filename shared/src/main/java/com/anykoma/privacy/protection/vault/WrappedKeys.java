package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The records {@code keys/{id}} in the key database: each is a wrapped key, or a destruction mark
 * that prevents the creation of another key. The ids contain no identifiers.
 */
record WrappedKeys(Documents documents, SubjectHash hash) {
  private static final String WRAPPED = "wrapped";
  private static final String WRAPPED_AT = "wrappedAt";
  private static final String DESTROYED_AT = "destroyedAt";

  /** The id, derived from the tombstone's id, so that a restored key can be shredded again. */
  String id(SubjectId subject, KeyClass keyClass) {
    return id(hash.tombstone(subject), keyClass);
  }

  String id(String tombstone, KeyClass keyClass) {
    return hash.of("key-" + keyClass.storedName(), tombstone);
  }

  /** The records with these ids, in the same order; one round trip. */
  List<Optional<Document>> get(List<String> ids) {
    return documents.getAll(ids.stream().map(WrappedKeys::path).toList());
  }

  Optional<Document> get(String id) {
    return documents.get(path(id));
  }

  /** Creates a record. Returns false if one exists already. */
  boolean create(String id, Bytes wrapped, Instant now) {
    return documents.create(path(id), fields(wrapped, now).with("createdAt", now));
  }

  /** Replaces a key. Returns false if the record changed since it was read. */
  boolean replace(Document read, Bytes wrapped, Instant now) {
    return documents.update(read.path(), read.updateTime(), fields(wrapped, now));
  }

  private static Fields fields(Bytes wrapped, Instant now) {
    return Fields.empty().with(WRAPPED, wrapped).with(WRAPPED_AT, now);
  }

  /** Replaces the key, or a missing record, by a destruction mark; keeps an existing mark. */
  void destroy(String id, Instant now) {
    documents.transact(
        tx -> {
          boolean isMarked = tx.read(path(id)).filter(WrappedKeys::isDestroyed).isPresent();
          if (!isMarked) {
            tx.set(path(id), Fields.empty().with(DESTROYED_AT, now));
          }
          return isMarked;
        });
  }

  /** Whether the record is a valid destruction mark. Strict, because uploads are deleted for it. */
  static boolean isDestroyed(Document stored) {
    return !stored.fields().has(WRAPPED) && destroyedAt(stored).isPresent();
  }

  static Optional<Instant> destroyedAt(Document stored) {
    return stored
        .fields()
        .value(DESTROYED_AT)
        .filter(Instant.class::isInstance)
        .map(Instant.class::cast);
  }

  static Bytes wrapped(Document stored) {
    return stored
        .fields()
        .value(WRAPPED)
        .filter(Bytes.class::isInstance)
        .map(Bytes.class::cast)
        .orElseThrow(() -> new DamagedSeal("a key record contains no wrapped key"));
  }

  /** A page of records, ordered by id. */
  Page<Document> page(Optional<String> token, int limit) {
    return Pages.read(documents, Query.in(OwnCollections.KEYS).limit(limit), token);
  }

  private static DocumentPath path(String id) {
    return OwnCollections.KEYS.document(id);
  }
}
