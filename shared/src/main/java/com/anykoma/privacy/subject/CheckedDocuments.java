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
import java.util.function.Supplier;

/** A database whose operations call a supplier first, which throws while they must not run. */
record CheckedDocuments(Supplier<Documents> checked) implements Documents {
  @Override
  public Optional<Document> get(DocumentPath path) {
    return checked.get().get(path);
  }

  @Override
  public List<Optional<Document>> getAll(List<DocumentPath> paths) {
    return checked.get().getAll(paths);
  }

  @Override
  public boolean create(DocumentPath path, Fields fields) {
    return checked.get().create(path, fields);
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    checked.get().set(path, fields);
  }

  @Override
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    return checked.get().update(path, unchangedSince, changes);
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    return checked.get().transact(work);
  }

  @Override
  public List<Document> find(Query query) {
    return checked.get().find(query);
  }

  @Override
  public long count(Query query, long most) {
    return checked.get().count(query, most);
  }

  @Override
  public void delete(Collection<DocumentPath> paths) {
    checked.get().delete(paths);
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    return checked.get().collections(parent);
  }

  @Override
  public List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit) {
    return checked.get().descendants(roots, after, limit);
  }

  @Override
  public Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit) {
    return checked.get().ids(collection, pageToken, limit);
  }
}
