package com.anykoma.privacy.platform;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The port to the document database (Firestore; SQLite when embedded). Times are the store's own.
 * All methods are thread-safe. A permanent failure is thrown as {@link
 * com.anykoma.privacy.PermanentFailure}; every other exception is transient.
 */
public interface Documents {
  /** The document; empty when it does not exist. */
  Optional<Document> get(DocumentPath path);

  /** The documents at the paths, in the same order, as of one moment, in at most one round trip. */
  default List<Optional<Document>> getAll(List<DocumentPath> paths) {
    return paths.isEmpty() ? List.of() : transact(tx -> tx.read(paths));
  }

  /** Creates the document; false, without any change, when it exists. */
  @CanIgnoreReturnValue
  boolean create(DocumentPath path, Fields fields);

  /** Creates or replaces the document. Idempotent. */
  void set(DocumentPath path, Fields fields);

  /**
   * Replaces top-level fields of the document if it was not written since {@code unchangedSince}.
   * Fields that are not in {@code changes} stay.
   *
   * @return false, without any change, when the document does not exist or was written since
   */
  boolean update(DocumentPath path, Instant unchangedSince, Fields changes);

  /**
   * Runs {@code work} in a transaction: its reads and writes take effect atomically, or not at all.
   * When another writer changed a document that it read, the work runs again from the start. So it
   * must have no side effects outside its {@link Transaction}. An exception from the work aborts
   * the transaction.
   *
   * @throws ContentionException after too many conflicts; transient
   */
  @CanIgnoreReturnValue
  <T> T transact(Function<Transaction, T> work);

  /** One page of the matching documents, in the order of the query. */
  List<Document> find(Query query);

  /** The number of matching documents; the limit and cursor of the query are ignored. */
  default long count(Query query) {
    return count(query, Long.MAX_VALUE);
  }

  /**
   * The number of matching documents, but at most {@code most}. Counting stops there, because a
   * count over millions of documents exceeds the request timeout of the store.
   */
  long count(Query query, long most);

  /** Deletes the documents; absent ones are success. Subcollections are not deleted. */
  void delete(Collection<DocumentPath> paths);

  /** The sorted ids of the subcollections of a document, which may be missing, or of the root. */
  List<String> collections(Optional<DocumentPath> parent);

  /**
   * The paths of all descendants of the roots, at any depth, in path order, without the roots
   * themselves. Documents between a root and a descendant need not exist. Reads no fields.
   *
   * @param after returns only paths after this one
   * @param limit 1 to 10,000; a shorter result is the last page
   */
  List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit);

  /**
   * One page of the document ids of a collection, in a stable order. Includes ids of documents that
   * do not exist but have descendants. Reads no fields.
   *
   * @param limit 1 to 10,000; the store may return shorter pages
   */
  Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit);

  /** The reads and buffered writes of one attempt. All reads must precede the first write. */
  interface Transaction {
    /** The documents, in the order of the paths, in one round trip; not after a write. */
    List<Optional<Document>> read(List<DocumentPath> paths);

    default Optional<Document> read(DocumentPath path) {
      return read(List.of(path)).get(0);
    }

    /** Creates or replaces the document. */
    void set(DocumentPath path, Fields fields);

    /** Creates the document. The transaction runs again when the document turns out to exist. */
    void create(DocumentPath path, Fields fields);

    /** Replaces top-level fields of a document that this transaction has read and that exists. */
    void update(DocumentPath path, Fields changes);

    /** Deletes the document; an absent one is success. */
    void delete(DocumentPath path);
  }
}
