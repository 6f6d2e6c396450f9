package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Documents whose next transactions fail as an outage of the store would make them. */
final class FaultyDocuments implements Documents {
  private final Documents real;
  private final AtomicInteger failures = new AtomicInteger();

  FaultyDocuments(Documents real) {
    this.real = real;
  }

  void failNext(int transactions) {
    failures.set(transactions);
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("the store is down");
    }
    return real.transact(work);
  }

  @Override
  public Optional<Document> get(DocumentPath path) {
    return real.get(path);
  }

  @Override
  public boolean create(DocumentPath path, Fields fields) {
    return real.create(path, fields);
  }

  @Override
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    return real.update(path, unchangedSince, changes);
  }

  @Override
  public List<Document> find(Query query) {
    return real.find(query);
  }

  @Override
  public long count(Query query) {
    return real.count(query);
  }

  @Override
  public void delete(Collection<DocumentPath> paths) {
    real.delete(paths);
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    return real.collections(parent);
  }
}
