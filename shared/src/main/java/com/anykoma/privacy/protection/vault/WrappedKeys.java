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
 * The records {@code keys/{id}} in the database of keys: each a wrapped key, or the mark that it
 * was destroyed, which bars another from taking its place. The ids name nobody.
 */
record WrappedKeys(Documents documents, SubjectHash hash) {
  private static final String WRAPPED = "wrapped";
  private static final String WRAPPED_AT = "wrappedAt";
  private static final String DESTROYED_AT = "destroyedAt";

  /**
   * Made from the tombstone's id: after a restore, what must stay destroyed is found from there.
   */
  String id(SubjectId subject, KeyClass keyClass) {
    return id(hash.tombstone(subject), keyClass);
  }

  String id(String tombstone, KeyClass keyClass) {
    return hash.of("key-" + keyClass.storedName(), tombstone);
  }

  /** The records with these ids, in their order, in one round trip. */
  List<Optional<Document>> get(List<String> ids) {
    return documents.getAll(ids.stream().map(WrappedKeys::path).toList());
  }

  Optional<Document> get(String id) {
    return documents.get(path(id));
  }

  /** False when there is a record already. */
  boolean create(String id, Bytes wrapped, Instant now) {
    return documents.create(path(id), fields(wrapped, now).with("createdAt", now));
  }

  /** False when the record was written since it was read. */
  boolean replace(Document read, Bytes wrapped, Instant now) {
    return documents.update(read.path(), read.updateTime(), fields(wrapped, now));
  }

  private static Fields fields(Bytes wrapped, Instant now) {
    return Fields.empty().with(WRAPPED, wrapped).with(WRAPPED_AT, now);
  }

  /** Puts the mark in place of the key, be there one or not; a mark that is there stays. */
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

  /** Nothing but our own mark counts: uploads are deleted on its word. */
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
        .orElseThrow(() -> new DamagedSeal("a key's record holds no wrapped key"));
  }

  /** A page of the records, in the order of their ids. */
  Page<Document> page(Optional<String> token, int limit) {
    return Pages.read(documents, Query.in(OwnCollections.KEYS).limit(limit), token);
  }

  private static DocumentPath path(String id) {
    return OwnCollections.KEYS.document(id);
  }
}
