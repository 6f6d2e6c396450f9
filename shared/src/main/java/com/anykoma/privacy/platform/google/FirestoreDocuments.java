package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Subtrees;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Documents in Firestore. A transaction is optimistic and takes one round trip per read and one to
 * commit. It takes no locks, so an instance that crashes does not delay others.
 *
 * @see <a href="https://cloud.google.com/firestore/docs/reference/rpc">Firestore's RPCs</a>
 */
public final class FirestoreDocuments implements Documents, AutoCloseable {
  private static final int MAX_ATTEMPTS = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Set<Code> ALREADY_EXISTS = Set.of(Code.ALREADY_EXISTS);
  private static final Set<Code> ABSENT_OR_CHANGED =
      Set.of(Code.FAILED_PRECONDITION, Code.NOT_FOUND);

  private final FirestoreCalls calls;
  private final RandomGenerator random = new SecureRandom();

  private FirestoreDocuments(FirestoreCalls calls) {
    this.calls = calls;
  }

  public static FirestoreDocuments open(GoogleSettings settings) {
    return open(settings, settings.databaseName());
  }

  /** Opens the settings' database of wrapped keys. */
  public static FirestoreDocuments openKeys(GoogleSettings settings) {
    return open(settings, settings.keysDatabaseName());
  }

  private static FirestoreDocuments open(GoogleSettings settings, String database) {
    return new FirestoreDocuments(
        new FirestoreCalls(
            FirestoreStubs.open(settings, database),
            database,
            WriteRamp.of(settings.deletesPerSecond())));
  }

  @Override
  public Optional<Document> get(DocumentPath path) {
    return calls.read(List.of(path)).get(0);
  }

  @Override
  public boolean create(DocumentPath path, Fields fields) {
    return calls.commitIf(FirestoreWrites.create(calls.database(), path, fields), ALREADY_EXISTS);
  }

  @Override
  public void set(DocumentPath path, Fields fields) {
    calls.commitIdempotent(FirestoreWrites.set(calls.database(), path, fields));
  }

  @Override
  public boolean update(DocumentPath path, Instant unchangedSince, Fields changes) {
    return calls.commitIf(
        FirestoreWrites.update(
            calls.database(), path, changes, FirestoreWrites.writtenLastAt(unchangedSince)),
        ABSENT_OR_CHANGED);
  }

  @Override
  public <T> T transact(Function<Transaction, T> work) {
    ByteString previous = ByteString.EMPTY;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      FirestoreTransaction transaction = new FirestoreTransaction(calls, previous);
      try {
        T answer = work.apply(transaction);
        transaction.commit();
        return answer;
      } catch (AbortedTransaction e) {
        previous = transaction.id();
        transaction.rollback();
        pause(attempt);
      } catch (RuntimeException | Error e) {
        transaction.rollback();
        throw e;
      }
    }
    throw new ContentionException(MAX_ATTEMPTS);
  }

  /** Waits longer after each attempt, for a random time, so that two rivals do not meet again. */
  private void pause(int attempt) {
    long most = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << attempt);
    LockSupport.parkNanos(random.nextLong(most / 2, most));
  }

  @Override
  public List<Document> find(Query query) {
    return withIndexAdvice(
        query,
        () ->
            calls.query(
                FirestoreQueries.parent(calls.database(), query),
                FirestoreQueries.page(calls.database(), query)));
  }

  /** Adds the missing index to the failure of a query that lacks one. */
  private static <T> T withIndexAdvice(Query query, Supplier<T> request) {
    try {
      return request.get();
    } catch (CloudFailure e) {
      throw e.status().equals(CloudFailure.FAILED_PRECONDITION)
          ? DocumentIndex.of(query).map(it -> it.missingIndexFailure(false)).orElse(e)
          : e;
    }
  }

  @Override
  public long count(Query query, long most) {
    return withIndexAdvice(
        query,
        () ->
            calls.count(
                FirestoreQueries.parent(calls.database(), query),
                FirestoreQueries.all(query),
                most));
  }

  /** {@inheritDoc} Deletes in bulk at most at the configured rate. */
  @Override
  public void delete(Collection<DocumentPath> paths) {
    calls.commitAll(
        paths.stream()
            .distinct()
            .map(each -> FirestoreWrites.delete(calls.database(), each))
            .toList());
  }

  @Override
  public List<String> collections(Optional<DocumentPath> parent) {
    return calls.collectionIds(parent).stream().sorted().toList();
  }

  /** {@inheritDoc} Queries several roots in parallel, so it may read one unneeded page per root. */
  @Override
  public List<DocumentPath> descendants(
      Collection<DocumentPath> roots, Optional<DocumentPath> after, int limit) {
    return new FirestoreDescendants(calls, new Subtrees(List.copyOf(roots), after, limit)).list();
  }

  @Override
  public Page<String> ids(CollectionPath collection, Optional<String> pageToken, int limit) {
    Page.requireLimit(limit, Query.MAX_LIMIT);
    return calls.documentIds(collection, pageToken.orElse(""), limit);
  }

  @Override
  public void close() {
    calls.close();
  }
}
