package com.anykoma.privacy.platform;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Documents whose next commit fails, or succeeds without a response. */
public final class FlakyDocuments implements Documents {
  /** The outcome of the next commit. */
  public enum Next {
    WORKS,
    IS_LOST,
    IS_DONE_WITHOUT_ANSWER
  }

  private final Documents documents;
  private Next next = Next.WORKS;

  public FlakyDocuments(Documents documents) {
    this.documents = documents;
  }

  /** Sets the outcome of the next commit only. */
  public void next(Next outcome) {
    next = outcome;
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    Next outcome = next;
    next = Next.WORKS;
    T answer =
        documents.transact(
            tx -> {
              T result = work.apply(tx);
              if (outcome == Next.IS_LOST) {
                throw new IllegalStateException("the connection broke before the commit");
              }
              return result;
            });
    if (outcome == Next.IS_DONE_WITHOUT_ANSWER) {
      throw new IllegalStateException("the connection broke after the commit");
    }
    return answer;
  }

  @Override
  public Optional<Document> get(DocumentPath path) {
    return documents.get(path);
  }

  @Override
  public boolean create(DocumentPath path, Fields fields) {
    return documents.create(path, fields);
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    documents.set(path, fields);
  }

  @Override
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    return documents.update(path, unchangedSince, changes);
  }

  @Override
  public List<Document> find(Query query) {
    return documents.find(query);
  }

  @Override
  public long count(Query query, long most) {
    return documents.count(query, most);
  }

  @Override
  public void delete(Collection<DocumentPath> paths) {
    documents.delete(paths);
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    return documents.collections(parent);
  }

  @Override
  public List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit) {
    return documents.descendants(roots, after, limit);
  }

  @Override
  public Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit) {
    return documents.ids(collection, pageToken, limit);
  }

  /** All documents of a collection. */
  public static List<Document> all(Documents documents, String collection) {
    return documents.find(Query.in(new CollectionPath(collection)).limit(Query.MAX_LIMIT));
  }
}
