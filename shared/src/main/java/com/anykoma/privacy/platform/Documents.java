package com.anykoma.privacy.platform;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The port to the document database (Firestore; SQLite when embedded). Times are the store's own.
 * Every method is safe to call from many threads. A failure that may pass is thrown as it is; one
 * that cannot is a {@link com.anykoma.privacy.PermanentFailure}.
 */
public interface Documents {
  /** The document, or empty when there is none. */
  Optional<Document> get(DocumentPath path);

  /** The documents at the paths as of one moment, in their order, in one round trip at most. */
  default List<Optional<Document>> getAll(List<DocumentPath> paths) {
    return paths.isEmpty() ? List.of() : transact(tx -> tx.read(paths));
  }

  /**
   * Creates the document where there is none.
   *
   * @return false, and nothing changed, when it is already there
   */
  @CanIgnoreReturnValue
  boolean create(DocumentPath path, Fields fields);

  /** Writes the document, in place of one that may be there. Safe to repeat. */
  void set(DocumentPath path, Fields fields);

  /**
   * Puts {@code changes} in place of the document's top-level fields of the same names, if nobody
   * has written it since {@code unchangedSince}; its other fields stay.
   *
   * @return false, and nothing changed, when it is gone or was written since
   */
  boolean update(DocumentPath path, Instant unchangedSince, Fields changes);

  /**
   * Runs {@code work} so that its reads and writes take effect as one, or not at all. The work is
   * run again from its start when another writer changed what it read, so it must have no effect
   * but through its {@link Transaction}; what it throws ends the transaction with nothing written.
   *
   * @throws ContentionException after too many lost races; trying later helps
   */
  @CanIgnoreReturnValue
  <T> T transact(Function<Transaction, T> work);

  /** The matching documents, in the query's order, one page of them. */
  List<Document> find(Query query);

  /** How many documents match; limit and cursor do not count. */
  default long count(Query query) {
    return count(query, Long.MAX_VALUE);
  }

  /**
   * The same, {@code most} at the most: counting stops there, because a count over millions of
   * documents takes longer than the store lets a request take.
   *
   * @param most 1 or more
   */
  long count(Query query, long most);

  /** Deletes the documents; an absent one is success. Subcollections stay. */
  void delete(Collection<DocumentPath> paths);

  /**
   * The ids of the collections directly under a document, be the document itself there or not; with
   * empty, the top-level ones. In order.
   */
  List<String> collections(Optional<DocumentPath> parent);

  /**
   * The paths of documents beneath any of the roots, however deep, in path order. A document in
   * between need not be there, and a root is not beneath itself. Reads no fields.
   *
   * @param after only those that follow this path
   * @param limit at most so many, 1 to 10,000; fewer are all that there are
   */
  List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit);

  /**
   * A page of the ids directly in a collection, in a stable order: of documents that are there and
   * of those that merely have something beneath them. Reads no fields.
   *
   * @param limit at most so many, 1 to 10,000; the store may put fewer on a page
   */
  Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit);

  /** Reads and buffered writes of one attempt. Every read comes before the first write. */
  interface Transaction {
    /**
     * The documents at the paths, in their order, in one round trip.
     *
     * @throws IllegalStateException after a write
     */
    List<Optional<Document>> read(List<DocumentPath> paths);

    /** One document. */
    default Optional<Document> read(DocumentPath path) {
      return read(List.of(path)).get(0);
    }

    /** Writes the document, in place of one that is there. */
    void set(DocumentPath path, Fields fields);

    /** Creates the document; the transaction is run again when it turns out to be there. */
    void create(DocumentPath path, Fields fields);

    /** Puts top-level fields in place in a document that this transaction has read as present. */
    void update(DocumentPath path, Fields changes);

    /** Deletes the document; an absent one is success. */
    void delete(DocumentPath path);
  }
}
