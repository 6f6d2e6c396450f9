package com.anykoma.privacy.subject;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A database whose operations run a check first, until the check has passed once. */
final class CheckedDocuments implements Documents {
  private final Documents documents;
  private final Runnable check;
  private volatile boolean isChecked;

  /** Wraps a database; the check throws while it must not be used. */
  CheckedDocuments(Documents documents, Runnable check) {
    this.documents = documents;
    this.check = check;
  }

  private Documents checked() {
    if (!isChecked) {
      synchronized (this) {
        if (!isChecked) {
          check.run();
          isChecked = true;
        }
      }
    }
    return documents;
  }

  @Override
  public Optional<Document> get(DocumentPath path) {
    return checked().get(path);
  }

  @Override
  public List<Optional<Document>> getAll(List<DocumentPath> paths) {
    return checked().getAll(paths);
  }

  @Override
  public boolean create(DocumentPath path, Fields fields) {
    return checked().create(path, fields);
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    checked().set(path, fields);
  }

  @Override
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    return checked().update(path, unchangedSince, changes);
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    return checked().transact(work);
  }

  @Override
  public List<Document> find(Query query) {
    return checked().find(query);
  }

  @Override
  public long count(Query query, long most) {
    return checked().count(query, most);
  }

  @Override
  public void delete(Collection<DocumentPath> paths) {
    checked().delete(paths);
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    return checked().collections(parent);
  }

  @Override
  public List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit) {
    return checked().descendants(roots, after, limit);
  }

  @Override
  public Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit) {
    return checked().ids(collection, pageToken, limit);
  }
}
