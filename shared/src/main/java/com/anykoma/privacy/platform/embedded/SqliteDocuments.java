package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsReader;
import com.anykoma.privacy.platform.Micros;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Subtrees;
import com.google.common.collect.Lists;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Documents in SQLite, with Firestore's rules and a log of all changes. Transactions are
 * optimistic: they read without locks and run again when another writer changed a document that
 * they read.
 */
public final class SqliteDocuments implements Documents {
  private static final int MAX_ATTEMPTS = 25;

  /** Firestore bills one read per this many index entries that a count scans. */
  private static final long INDEX_ENTRIES_PER_READ = 1_000;

  private static final int MAX_DELETES_PER_COMMIT = 500;

  private final SqliteStore store;
  private final DocumentTable table;
  private final OperationCounts.Port counts;
  private final DocumentSearch search;
  private final DocumentTree tree;
  private final ContentionLock contentionLock = new ContentionLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  SqliteDocuments(SqliteStore store, InstantSource clock, OperationCounts.Port counts) {
    this.store = store;
    this.table = new DocumentTable(clock);
    this.counts = counts;
    this.search = new DocumentSearch(store);
    this.tree = new DocumentTree(store);
  }

  /** A write of one document; sequences count from 1 without gaps, in commit order. */
  public record LoggedChange(long sequence, DocumentChange change) {}

  @Override
  public Optional<Document> get(DocumentPath path) {
    counts.call("read", 1);
    return stored(path).map(each -> each.at(path));
  }

  private Optional<StoredDocument> stored(DocumentPath path) {
    return Optional.ofNullable(store.read(session -> table.read(session, List.of(path))).get(path));
  }

  @Override
  public boolean create(DocumentPath path, Fields fields) {
    counts.call("write", 1);
    return write(Map.of(), List.of(DocumentWrite.of(path, fields, true)));
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    counts.call("write", 1);
    write(Map.of(), List.of(DocumentWrite.of(path, fields, false)));
  }

  @Override
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    counts.call("write", 1);
    Optional<StoredDocument> before = stored(path);
    if (before.isEmpty() || before.get().updated() != Micros.of(unchangedSince)) {
      return false;
    }
    Fields after = FieldsReader.read(before.get().fields()).with(changes);
    return write(Map.of(path, before), List.of(DocumentWrite.of(path, after, false)));
  }

  @Override
  public void delete(Collection<DocumentPath> paths) {
    List<DocumentWrite> all =
        paths.stream()
            .distinct()
            .map(each -> new DocumentWrite(each, Optional.empty(), false))
            .toList();
    for (List<DocumentWrite> some : Lists.partition(all, MAX_DELETES_PER_COMMIT)) {
      counts.call("write", some.size());
      counts.add("deletion", some.size());
      write(Map.of(), some);
    }
  }

  private boolean write(
      Map<DocumentPath, Optional<StoredDocument>> expected, List<DocumentWrite> writes) {
    boolean done =
        contentionLock.run(1, () -> store.write(session -> table.write(session, expected, writes)));
    if (done) {
      notifyListeners();
    }
    return done;
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      BufferedTransaction transaction = new BufferedTransaction(store, table, counts);
      counts.increment("transaction");
      Optional<TransactionResult<T>> outcome =
          contentionLock.run(attempt, () -> attempt(transaction, work));
      if (outcome.isPresent()) {
        if (transaction.hasWrites()) {
          notifyListeners();
        }
        return outcome.get().value();
      }
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /** Runs one attempt; empty when another writer interfered. */
  private static <T> Optional<TransactionResult<T>> attempt(
      BufferedTransaction transaction, Function<Transaction, T> work) {
    T value;
    try {
      value = work.apply(transaction);
    } catch (RuntimeException e) {
      // Inconsistent reads can make the work fail, so a stale attempt runs again.
      if (transaction.isStale()) {
        return Optional.empty();
      }
      throw e;
    }
    return transaction.commit() ? Optional.of(new TransactionResult<>(value)) : Optional.empty();
  }

  /** The result of the work; may be null. */
  private record TransactionResult<T>(T value) {}

  @Override
  public List<Document> find(Query query) {
    List<Document> found = search.find(query);
    counts.query("read", found.size());
    return found;
  }

  @Override
  public long count(Query query, long most) {
    long count = Math.min(most, search.count(query));
    counts.call("minimum", 1 + count / INDEX_ENTRIES_PER_READ);
    return count;
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    counts.call("minimum", 1);
    return tree.collections(parent);
  }

  @Override
  public List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit) {
    Subtrees subtrees = new Subtrees(List.copyOf(roots), after, limit);
    List<DocumentPath> found = tree.descendants(subtrees);
    counts.query("listed", found.size());
    return found;
  }

  @Override
  public Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit) {
    Page.requireLimit(limit, Query.MAX_LIMIT);
    Page<String> page = tree.ids(collection, pageToken, limit);
    counts.query("listed", page.items().size());
    return page;
  }

  /**
   * Logs only changes of these paths from now on, as Firestore sends only the changes that a
   * trigger selects. By default all changes are logged. Sequences stay without gaps.
   */
  public void recordOnly(Predicate<DocumentPath> paths) {
    table.recordOnly(paths);
  }

  /** The changes after {@code after}, at most {@code limit}, in commit order. */
  public List<LoggedChange> changes(long after, int limit) {
    return store.read(
        session -> {
          List<LoggedChange> changes = new ArrayList<>();
          session.scan(
              "SELECT sequence, changes FROM changes WHERE sequence > ? ORDER BY sequence",
              row -> {
                ChangeRow.read(row).stream()
                    .filter(each -> each.sequence() > after && changes.size() < limit)
                    .forEach(changes::add);
                return changes.size() < limit;
              },
              after);
          return changes;
        });
  }

  /** Deletes the changes up to {@code upTo}, once all readers have processed them. Idempotent. */
  public void forgetChanges(long upTo) {
    store.update("DELETE FROM changes WHERE sequence <= ?", upTo);
  }

  /** Calls {@code listener} on the writing thread after each write; it must not throw. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void notifyListeners() {
    listeners.forEach(Runnable::run);
  }
}
