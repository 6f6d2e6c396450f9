package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attempt of a transaction: records the versions it reads, buffers writes. Not thread-safe. */
final class BufferedTransaction implements Documents.Transaction {
  private final SqliteStore store;
  private final DocumentTable table;
  private final OperationCounts.Port counts;
  private final Map<DocumentPath, Optional<StoredDocument>> read = new LinkedHashMap<>();
  private final Map<DocumentPath, DocumentWrite> writes = new LinkedHashMap<>();
  private final Map<DocumentPath, Fields> written = new LinkedHashMap<>();
  private int statements;

  BufferedTransaction(SqliteStore store, DocumentTable table, OperationCounts.Port counts) {
    this.store = store;
    this.table = table;
    this.counts = counts;
  }

  @Override
  public List<Optional<Document>> read(List<DocumentPath> paths) {
    if (!writes.isEmpty()) {
      throw new IllegalStateException("a transaction must read before its first write");
    }
    counts.call("read", paths.size());
    List<DocumentPath> unread = paths.stream().filter(each -> !read.containsKey(each)).toList();
    if (!unread.isEmpty()) {
      Map<DocumentPath, StoredDocument> found = store.read(session -> table.read(session, unread));
      unread.forEach(each -> read.put(each, Optional.ofNullable(found.get(each))));
      statements += DocumentTable.statementsFor(unread.size());
    }
    return paths.stream().map(path -> stored(path).map(each -> each.at(path))).toList();
  }

  private Optional<StoredDocument> stored(DocumentPath path) {
    return read.getOrDefault(path, Optional.empty());
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    put(path, fields, mustBeAbsent(path));
  }

  @Override
  public void create(DocumentPath path, Fields fields) {
    DocumentWrite earlier = writes.get(path);
    boolean deleted = earlier != null && earlier.fields().isEmpty();
    if (written.containsKey(path) || (!deleted && stored(path).isPresent())) {
      throw new IllegalStateException(
          "a transaction must not create a document that it knows to exist");
    }
    put(path, fields, !deleted || mustBeAbsent(path));
  }

  @Override
  public void update(DocumentPath path, Fields changes) {
    Fields before = written.get(path);
    if (before == null) {
      if (writes.containsKey(path) || stored(path).isEmpty()) {
        throw new IllegalStateException(
            "a transaction must read an existing document before it updates it");
      }
      before = FieldsReader.read(stored(path).orElseThrow().fields());
    }
    put(path, before.with(changes), mustBeAbsent(path));
  }

  @Override
  public void delete(DocumentPath path) {
    boolean ifAbsent = mustBeAbsent(path);
    written.remove(path);
    writes.put(path, new DocumentWrite(path, Optional.empty(), ifAbsent));
  }

  private void put(DocumentPath path, Fields fields, boolean ifAbsent) {
    written.put(path, fields);
    writes.put(path, DocumentWrite.of(path, fields, ifAbsent));
  }

  /** Whether the transaction requires that the document does not exist. */
  private boolean mustBeAbsent(DocumentPath path) {
    DocumentWrite earlier = writes.get(path);
    return earlier != null && earlier.ifAbsent();
  }

  boolean hasWrites() {
    return !writes.isEmpty();
  }

  /** Whether another writer has changed a document that this attempt read. */
  boolean isStale() {
    return !read.isEmpty()
        && !DocumentTable.unchanged(
            read, store.read(session -> table.read(session, read.keySet())));
  }

  /** Applies the writes, unless a read document has changed. Returns whether it committed. */
  boolean commit() {
    if (writes.isEmpty()) {
      return statements < 2 || !isStale(); // one statement reads at one moment; several may not
    }
    counts.call("write", writes.size());
    counts.add(
        "deletion", writes.values().stream().filter(each -> each.fields().isEmpty()).count());
    return store.write(session -> table.write(session, read, writes.values()));
  }
}
