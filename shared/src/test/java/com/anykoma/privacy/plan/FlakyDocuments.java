package com.anykoma.privacy.plan;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Documents whose next commit is lost, or done without an answer. */
final class FlakyDocuments implements Documents {
  /** What becomes of the next commit. */
  enum Next {
    WORKS,
    IS_LOST,
    IS_DONE_WITHOUT_ANSWER
  }

  private final Documents documents;
  private Next next = Next.WORKS;

  FlakyDocuments(Documents documents) {
    this.documents = documents;
  }

  void next(Next fate) {
    next = fate;
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    Next fate = next;
    next = Next.WORKS;
    T answer =
        documents.transact(
            tx -> {
              T result = work.apply(tx);
              if (fate == Next.IS_LOST) {
                throw new IllegalStateException("the connection broke before the commit");
              }
              return result;
            });
    if (fate == Next.IS_DONE_WITHOUT_ANSWER) {
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
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    return documents.update(path, unchangedSince, changes);
  }

  @Override
  public List<Document> find(Query query) {
    return documents.find(query);
  }

  @Override
  public long count(Query query) {
    return documents.count(query);
  }

  @Override
  public void delete(Collection<DocumentPath> paths) {
    documents.delete(paths);
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    return documents.collections(parent);
  }

  /** The whole of a collection. */
  static List<Document> all(Documents documents, String collection) {
    return documents.find(Query.in(new CollectionPath(collection)).limit(Query.MAX_LIMIT));
  }
}
