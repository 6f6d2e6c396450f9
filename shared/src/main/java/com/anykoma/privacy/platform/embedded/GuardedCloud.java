package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Documents.Transaction;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.google.crypto.tink.Aead;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A cloud with the permissions of one function. Every port call is checked against the rights of
 * the function, as by IAM in production, and every query against the deployed indexes, as by
 * Firestore. So a run on one machine has the deployed least privilege and indexes (P17, P18).
 *
 * @param guard checks the rights
 */
public record GuardedCloud(Cloud cloud, Guard guard, Indexes indexes) implements Cloud {
  private static final Set<String> WRITES = Set.of("create", "set", "update", "delete");
  private static final Set<String> ACCOUNT_UPDATES =
      Set.of("disable", "revokeSessions", "setClaims");
  private static final Set<String> BILLING_WRITES =
      Set.of("cancel", "deleteCustomer", "requestRedaction");

  /** A cloud with all rights and the deployed indexes, for an operator. */
  public static Cloud ofOperator(Cloud cloud, Indexes indexes) {
    return new GuardedCloud(cloud, operation -> {}, indexes);
  }

  /** Decides whether an operation is allowed. */
  @FunctionalInterface
  public interface Guard {
    /** Throws a {@link com.anykoma.privacy.platform.CloudFailure} unless it is allowed. */
    void require(PortOperation operation);
  }

  @Override
  public Documents documents() {
    return guardedDocuments(cloud.documents(), "database/main");
  }

  @Override
  public Documents keys() {
    return guardedDocuments(cloud.keys(), "database/keys");
  }

  @Override
  public Blobs blobs() {
    return guarded(Blobs.class, cloud.blobs(), GuardedCloud::ofBlobs);
  }

  @Override
  public Accounts accounts() {
    return guardedBy(
        Accounts.class,
        cloud.accounts(),
        "accounts",
        method ->
            ACCOUNT_UPDATES.contains(method)
                ? "update"
                : method.equals("delete") ? "delete" : "get");
  }

  @Override
  public Billing billing() {
    return guardedBy(
        Billing.class,
        cloud.billing(),
        "stripe",
        method -> BILLING_WRITES.contains(method) ? "write" : "read");
  }

  @Override
  public Tasks tasks() {
    return guarded(
        Tasks.class,
        cloud.tasks(),
        call ->
            targets(call)
                .map(each -> ((Task) each).topic())
                .distinct()
                .map(topic -> new PortOperation("publish", "topic/" + topic)));
  }

  @Override
  public RealtimeDatabase realtime() {
    return guardedBy(
        RealtimeDatabase.class,
        cloud.realtime(),
        "realtime",
        method -> method.equals("delete") ? "update" : "get");
  }

  @Override
  public Settings settings() {
    return guardedBy(Settings.class, cloud.settings(), "settings", method -> "get");
  }

  @Override
  public Aead kek() {
    return guardedBy(Aead.class, cloud.kek(), "key/kek", method -> method);
  }

  @Override
  public Aead signingKek() {
    return guardedBy(Aead.class, cloud.signingKek(), "key/signing", method -> method);
  }

  /** Guards the reads and writes inside of transactions, and checks the index of each query. */
  private Documents guardedDocuments(Documents documents, String database) {
    UnaryOperator<String> verbs = method -> WRITES.contains(method) ? "write" : "read";
    return guarded(
        Documents.class,
        documents,
        call -> {
          Object first = call.argument(0);
          if (first instanceof Query query) {
            requireIndex(query);
          }
          if (first instanceof Function<?, ?> work) {
            call.arguments()
                .set(0, guardedWork(work, tx -> guardedBy(Transaction.class, tx, database, verbs)));
            return Stream.empty();
          }
          return Stream.of(new PortOperation(verbs.apply(call.name()), database));
        });
  }

  private void requireIndex(Query query) {
    Optional<CloudFailure> refusal = indexes.refusal(query);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  @SuppressWarnings("unchecked") // Documents.transact takes no other function
  private static Function<Transaction, ?> guardedWork(
      Function<?, ?> work, UnaryOperator<Transaction> guarded) {
    return guarded.andThen((Function<Transaction, ?>) work);
  }

  private static Stream<PortOperation> ofBlobs(PortProxy.Call call) {
    Stream<String> buckets = targets(call).map(GuardedCloud::bucket).distinct();
    List<String> verbs =
        switch (call.name()) {
          case "stat", "read" -> List.of("get");
          case "list", "listGenerations" -> List.of("list");
          case "delete" -> List.of("delete");
          case "deleteEveryGeneration" -> List.of("list", "delete");
          // replacing an object also needs the right to delete
          case "write" ->
              OptionalLong.of(0).equals(call.argument(3))
                  ? List.of("create")
                  : List.of("create", "delete");
          default ->
              throw new IllegalStateException("no operation is defined for " + call.method());
        };
    return buckets.flatMap(
        bucket -> verbs.stream().map(verb -> new PortOperation(verb, "bucket/" + bucket)));
  }

  private static String bucket(Object named) {
    if (named instanceof Blob blob) {
      return blob.id().bucket();
    }
    return named instanceof BlobId id ? id.bucket() : (String) named;
  }

  /** The first argument, or its elements if it is a collection. */
  private static Stream<?> targets(PortProxy.Call call) {
    Object first = call.argument(0);
    return first instanceof Collection<?> many ? many.stream() : Stream.of(first);
  }

  private <T> T guardedBy(Class<T> port, T real, String resource, UnaryOperator<String> verbs) {
    return guarded(
        port, real, call -> Stream.of(new PortOperation(verbs.apply(call.name()), resource)));
  }

  /** A port that performs a call only if all operations of the call are allowed. */
  private <T> T guarded(
      Class<T> port, T real, Function<PortProxy.Call, Stream<PortOperation>> operations) {
    return PortProxy.of(
        port,
        real,
        call -> {
          operations.apply(call).forEach(guard::require);
          return call.proceed();
        });
  }
}
