package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One attempt of a transaction, which its first read starts; a commit if it reads nothing. */
final class FirestoreTransaction implements Documents.Transaction {
  private final FirestoreCalls calls;
  private final ByteString previous;
  private final Set<DocumentPath> present = new HashSet<>();
  private final List<Write> writes = new ArrayList<>();
  private ByteString id = ByteString.EMPTY;

  /** Continues the age of the previous attempt at Firestore; empty for the first attempt. */
  FirestoreTransaction(FirestoreCalls calls, ByteString previous) {
    this.calls = calls;
    this.previous = previous;
  }

  /** The id of this attempt at Firestore; empty before its first read. */
  ByteString id() {
    return id;
  }

  @Override
  public List<Optional<Document>> read(List<DocumentPath> paths) {
    if (!writes.isEmpty()) {
      throw new IllegalStateException("a transaction must read before its first write");
    }
    if (paths.isEmpty()) {
      return List.of();
    }
    List<Optional<Document>> found;
    if (id.isEmpty()) {
      FirestoreCalls.Begun begun = calls.beginWithRead(paths, previous);
      id = begun.transaction();
      found = begun.documents();
    } else {
      found = calls.read(paths, id);
    }
    found.forEach(each -> each.ifPresent(document -> present.add(document.path())));
    return found;
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    writes.add(FirestoreWrites.set(calls.database(), path, fields));
  }

  @Override
  public void create(DocumentPath path, Fields fields) {
    writes.add(FirestoreWrites.create(calls.database(), path, fields));
  }

  @Override
  public void update(DocumentPath path, Fields changes) {
    if (!present.contains(path)) {
      throw new IllegalStateException(
          "a transaction must read an existing document before it updates it");
    }
    writes.add(
        FirestoreWrites.update(calls.database(), path, changes, FirestoreWrites.exists(true)));
  }

  @Override
  public void delete(DocumentPath path) {
    writes.add(FirestoreWrites.delete(calls.database(), path));
  }

  /** Ends the attempt. Reads alone need no commit, because they are all of one moment. */
  void commit() {
    if (writes.isEmpty()) {
      rollback();
    } else {
      calls.commit(writes, id);
    }
  }

  /** Rolls the attempt back without waiting for the response. */
  void rollback() {
    if (!id.isEmpty()) {
      calls.rollbackAsync(id);
    }
  }
}
