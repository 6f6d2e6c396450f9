package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Page;
import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptions;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.firestore.v1.stub.FirestoreStub;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.DocumentMask;
import com.google.firestore.v1.ListCollectionIdsRequest;
import com.google.firestore.v1.ListDocumentsRequest;
import com.google.firestore.v1.ListDocumentsResponse;
import com.google.firestore.v1.RollbackRequest;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.StructuredAggregationQuery.Aggregation;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.TransactionOptions;
import com.google.firestore.v1.TransactionOptions.ConcurrencyMode;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Firestore's RPCs on one database. Reads without a response are retried for up to 30 seconds;
 * writes only if they are idempotent, or if Firestore reports that they were not applied.
 *
 * @param database the resource name, {@code projects/P/databases/D}
 * @param ramp limits the rate of bulk writes
 */
record FirestoreCalls(FirestoreStub stub, String database, WriteRamp ramp)
    implements AutoCloseable {
  private static final int MAX_WRITES = 500;
  private static final int MAX_CONCURRENT_COMMITS = 8;
  private static final String COUNT = "all";
  private static final String EXPIRED = "transaction has expired";
  private static final Set<Code> LOST_RACES =
      Set.of(Code.ABORTED, Code.ALREADY_EXISTS, Code.FAILED_PRECONDITION, Code.NOT_FOUND);
  private static final GrpcCallContext RETRY_ABORTED = retrying(Set.of(Code.ABORTED));
  private static final GrpcCallContext RETRY_IDEMPOTENT =
      retrying(
          Set.of(
              Code.ABORTED,
              Code.UNAVAILABLE,
              Code.INTERNAL,
              Code.RESOURCE_EXHAUSTED,
              Code.DEADLINE_EXCEEDED));

  private static GrpcCallContext retrying(Set<Code> codes) {
    return GrpcCallContext.createDefault()
        .withRetrySettings(GrpcEndpoint.RETRY_FOR_30_SECONDS)
        .withRetryableCodes(codes);
  }

  List<Optional<Document>> read(List<DocumentPath> paths) {
    return documents(paths, call("read", () -> get(batchGet(paths))));
  }

  /** The documents at the paths as a transaction sees them. */
  List<Optional<Document>> read(List<DocumentPath> paths, ByteString transaction) {
    return documents(
        paths, callInTransaction("read", () -> get(batchGet(paths).setTransaction(transaction))));
  }

  /** A started transaction and the documents of its first read. */
  record Begun(ByteString transaction, List<Optional<Document>> documents) {}

  Begun beginWithRead(List<DocumentPath> paths, ByteString previous) {
    TransactionOptions options =
        TransactionOptions.newBuilder()
            .setReadWrite(
                TransactionOptions.ReadWrite.newBuilder()
                    .setRetryTransaction(previous)
                    .setConcurrencyMode(ConcurrencyMode.OPTIMISTIC))
            .build();
    List<BatchGetDocumentsResponse> answers =
        callInTransaction("read", () -> get(batchGet(paths).setNewTransaction(options)));
    return new Begun(answers.get(0).getTransaction(), documents(paths, answers));
  }

  private BatchGetDocumentsRequest.Builder batchGet(List<DocumentPath> paths) {
    BatchGetDocumentsRequest.Builder request =
        BatchGetDocumentsRequest.newBuilder().setDatabase(database);
    paths.forEach(each -> request.addDocuments(FirestoreEncoding.name(database, each)));
    return request;
  }

  private List<BatchGetDocumentsResponse> get(BatchGetDocumentsRequest.Builder request) {
    return stub.batchGetDocumentsCallable().all().call(request.build());
  }

  /** Restores the requested order; Firestore returns any order, and repeated paths once. */
  private List<Optional<Document>> documents(
      List<DocumentPath> paths, List<BatchGetDocumentsResponse> answers) {
    Map<DocumentPath, Document> found = new HashMap<>();
    for (BatchGetDocumentsResponse each : answers) {
      if (each.hasFound()) {
        Document document = FirestoreEncoding.document(each.getFound());
        found.put(document.path(), document);
      }
    }
    return paths.stream().map(each -> Optional.ofNullable(found.get(each))).toList();
  }

  /** Commits a transaction with its writes; the id is empty when it has read nothing. */
  void commit(List<Write> writes, ByteString transaction) {
    CommitRequest request = commit(writes).toBuilder().setTransaction(transaction).build();
    callInTransaction("commit", () -> stub.commitCallable().call(request));
  }

  /** Commits a write; false when its precondition fails with one of these status codes. */
  boolean commitIf(Write write, Set<Code> refusals) {
    return call(
        "commit",
        () -> {
          try {
            stub.commitCallable().call(commit(List.of(write)), RETRY_ABORTED);
            return true;
          } catch (ApiException e) {
            if (refusals.contains(e.getStatusCode().getCode())) {
              return false;
            }
            throw e;
          }
        });
  }

  void commitIdempotent(Write write) {
    await(stub.commitCallable().futureCall(commit(List.of(write)), RETRY_IDEMPOTENT));
  }

  /** Commits idempotent writes in atomic batches, several at once, at the rate of the ramp. */
  void commitAll(List<Write> writes) {
    Deque<ApiFuture<CommitResponse>> running = new ArrayDeque<>();
    for (List<Write> batch : Lists.partition(writes, MAX_WRITES)) {
      if (running.size() == MAX_CONCURRENT_COMMITS) {
        await(running.remove());
      }
      ramp.await(batch.size());
      running.add(stub.commitCallable().futureCall(commit(batch), RETRY_IDEMPOTENT));
    }
    running.forEach(FirestoreCalls::await);
  }

  private static void await(ApiFuture<CommitResponse> commit) {
    call("commit", () -> ApiExceptions.callAndTranslateApiException(commit));
  }

  private CommitRequest commit(List<Write> writes) {
    return CommitRequest.newBuilder().setDatabase(database).addAllWrites(writes).build();
  }

  /** Rolls a transaction back without waiting; Firestore also ends it after a timeout. */
  void rollbackAsync(ByteString transaction) {
    var unused =
        stub.rollbackCallable()
            .futureCall(
                RollbackRequest.newBuilder()
                    .setDatabase(database)
                    .setTransaction(transaction)
                    .build());
  }

  List<Document> query(String parent, StructuredQuery query) {
    return documents(startQuery(parent, query)).map(FirestoreEncoding::document).toList();
  }

  /** Starts a query without waiting for its result. */
  ApiFuture<List<RunQueryResponse>> startQuery(String parent, StructuredQuery query) {
    return stub.runQueryCallable()
        .all()
        .futureCall(
            RunQueryRequest.newBuilder().setParent(parent).setStructuredQuery(query).build());
  }

  /** Waits for the documents of a query that {@link #startQuery} started. */
  static Stream<com.google.firestore.v1.Document> documents(
      ApiFuture<List<RunQueryResponse>> query) {
    return call("query", () -> ApiExceptions.callAndTranslateApiException(query)).stream()
        .filter(RunQueryResponse::hasDocument)
        .map(RunQueryResponse::getDocument);
  }

  /** A page of the document ids in a collection, missing documents too; the first has no token. */
  Page<String> documentIds(CollectionPath collection, String pageToken, int limit) {
    ListDocumentsRequest request =
        ListDocumentsRequest.newBuilder()
            .setParent(FirestoreEncoding.parent(database, collection))
            .setCollectionId(collection.id())
            .setShowMissing(true)
            .setMask(DocumentMask.getDefaultInstance()) // no fields
            .setPageSize(limit)
            .setPageToken(pageToken)
            .build();
    ListDocumentsResponse page =
        call("list documents", () -> stub.listDocumentsCallable().call(request));
    return new Page<>(
        page.getDocumentsList().stream()
            .map(each -> FirestoreEncoding.path(each.getName()).id())
            .toList(),
        Optional.of(page.getNextPageToken()).filter(next -> !next.isEmpty()));
  }

  /** The number of matching documents, at most {@code most}. */
  long count(String parent, StructuredQuery query, long most) {
    Aggregation.Builder count = Aggregation.newBuilder().setAlias(COUNT);
    if (most == Long.MAX_VALUE) {
      count.setCount(Aggregation.Count.getDefaultInstance());
    } else {
      count.getCountBuilder().setUpTo(Int64Value.of(most));
    }
    RunAggregationQueryRequest.Builder request =
        RunAggregationQueryRequest.newBuilder().setParent(parent);
    request.getStructuredAggregationQueryBuilder().setStructuredQuery(query).addAggregations(count);
    return call("count", () -> stub.runAggregationQueryCallable().all().call(request.build()))
        .stream()
        .filter(RunAggregationQueryResponse::hasResult)
        .mapToLong(each -> each.getResult().getAggregateFieldsOrThrow(COUNT).getIntegerValue())
        .sum();
  }

  /** The ids of the collections under a document, or at the root. */
  List<String> collectionIds(Optional<DocumentPath> parent) {
    ListCollectionIdsRequest request =
        ListCollectionIdsRequest.newBuilder()
            .setParent(
                parent
                    .map(it -> FirestoreEncoding.name(database, it))
                    .orElse(FirestoreEncoding.root(database)))
            .build();
    return call(
        "list collections",
        () -> {
          var pages = stub.listCollectionIdsPagedCallable().call(request);
          return ImmutableList.copyOf(pages.iterateAll());
        });
  }

  private static <T> T call(String operation, Supplier<T> rpc) {
    try {
      return rpc.get();
    } catch (ApiException e) {
      throw translated(operation, e);
    }
  }

  private static <T> T callInTransaction(String operation, Supplier<T> rpc) {
    try {
      return rpc.get();
    } catch (ApiException e) {
      throw isLostRace(e) ? new AbortedTransaction() : translated(operation, e);
    }
  }

  private static RuntimeException translated(String operation, ApiException e) {
    Code code = e.getStatusCode().getCode();
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED ->
          new PermanentFailure("Firestore refuses to " + operation + ": " + code);
      default -> new CloudFailure("Firestore", operation, code.name());
    };
  }

  /** Whether another writer interfered, or the transaction expired. */
  private static boolean isLostRace(ApiException e) {
    Code code = e.getStatusCode().getCode();
    return LOST_RACES.contains(code)
        || (code == Code.INVALID_ARGUMENT && String.valueOf(e.getMessage()).contains(EXPIRED));
  }

  @Override
  public void close() {
    stub.close();
  }
}
