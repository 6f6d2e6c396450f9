package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.google.crypto.tink.Aead;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cloud with the permissions of one function. Every port call is checked against the rights of
 * the function, as by IAM in production, and every query against the deployed indexes, as by
 * Firestore. So a run on one machine has the deployed least privilege and indexes (P17, P18).
 *
 * @param guard checks the rights
 */
public record GuardedCloud(Cloud cloud, Guard guard, Indexes indexes) implements Cloud {
  /** A cloud with all rights and the deployed indexes, for an operator. */
  public static Cloud ofOperator(Cloud cloud, Indexes indexes) {
    return new GuardedCloud(cloud, operation -> {}, indexes);
  }

  private static final Set<String> WRITES = Set.of("create", "set", "update", "delete");

  /** Decides whether an operation is allowed. */
  @FunctionalInterface
  public interface Guard {
    /** Throws a {@link com.anykoma.privacy.platform.CloudFailure} unless it is allowed. */
    void require(PortOperation operation);
  }

  /** Maps a port call to the operations that it performs. */
  @FunctionalInterface
  private interface OperationMapper {
    Stream<PortOperation> of(Method method, List<@Nullable Object> arguments);
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
    Set<String> updates = Set.of("disable", "revokeSessions", "setClaims");
    return guarded(
        Accounts.class,
        cloud.accounts(),
        (method, arguments) -> {
          String name = method.getName();
          String verb = updates.contains(name) ? "update" : name.equals("delete") ? name : "get";
          return Stream.of(new PortOperation(verb, "accounts"));
        });
  }

  @Override
  public Billing billing() {
    List<String> changes = List.of("cancel", "deleteCustomer", "requestRedaction");
    return guarded(
        Billing.class,
        cloud.billing(),
        (method, arguments) ->
            Stream.of(
                new PortOperation(
                    changes.contains(method.getName()) ? "write" : "read", "stripe")));
  }

  @Override
  public Tasks tasks() {
    return guarded(
        Tasks.class,
        cloud.tasks(),
        (method, arguments) ->
            ((Collection<?>) argument(arguments, 0))
                .stream()
                    .map(each -> ((Task) each).topic())
                    .distinct()
                    .map(topic -> new PortOperation("publish", "topic/" + topic)));
  }

  @Override
  public RealtimeDatabase realtime() {
    return guarded(
        RealtimeDatabase.class,
        cloud.realtime(),
        (method, arguments) ->
            Stream.of(
                new PortOperation(
                    method.getName().equals("delete") ? "update" : "get", "realtime")));
  }

  @Override
  public Aead kek() {
    return guardedKey(cloud.kek(), "key/kek");
  }

  @Override
  public Aead signingKek() {
    return guardedKey(cloud.signingKek(), "key/signing");
  }

  private Aead guardedKey(Aead key, String name) {
    return guarded(
        Aead.class,
        key,
        (method, arguments) -> Stream.of(new PortOperation(method.getName(), name)));
  }

  private Documents guardedDocuments(Documents documents, String database) {
    return guarded(
        Documents.class,
        documents,
        (method, arguments) -> {
          if (!arguments.isEmpty() && arguments.get(0) instanceof Query query) {
            requireIndex(query);
          }
          return method.getName().equals("transact")
              ? Stream.empty() // the reads and writes inside are checked instead
              : Stream.of(ofDocuments(method, database));
        },
        arguments -> withGuardedTransaction(arguments, database));
  }

  private void requireIndex(Query query) {
    indexes
        .refusal(query)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  private List<@Nullable Object> withGuardedTransaction(
      List<@Nullable Object> arguments, String database) {
    if (!(arguments.get(0) instanceof Function<?, ?> work)) {
      return arguments;
    }
    @SuppressWarnings("unchecked") // Documents.transact takes no other function
    Function<Documents.Transaction, ?> given = (Function<Documents.Transaction, ?>) work;
    Function<Documents.Transaction, ?> guarded =
        tx ->
            given.apply(
                guarded(
                    Documents.Transaction.class,
                    tx,
                    (method, reads) -> Stream.of(ofDocuments(method, database))));
    return List.of(guarded);
  }

  private static PortOperation ofDocuments(Method method, String database) {
    return new PortOperation(WRITES.contains(method.getName()) ? "write" : "read", database);
  }

  private static Stream<PortOperation> ofBlobs(Method method, List<@Nullable Object> arguments) {
    Object target = argument(arguments, 0);
    List<String> buckets =
        target instanceof Collection<?> many
            ? many.stream().map(GuardedCloud::bucket).distinct().toList()
            : List.of(bucket(target));
    List<String> verbs =
        switch (method.getName()) {
          case "stat", "read" -> List.of("get");
          case "list", "listGenerations" -> List.of("list");
          case "delete" -> List.of("delete");
          case "deleteEveryGeneration" -> List.of("list", "delete");
          case "write" -> isCreateOnly(arguments) ? List.of("create") : List.of("create", "delete");
          default -> throw new IllegalStateException("no operation is defined for " + method);
        };
    return buckets.stream()
        .flatMap(bucket -> verbs.stream().map(verb -> new PortOperation(verb, "bucket/" + bucket)));
  }

  /** Whether the write only creates an object; replacing one also needs the right to delete. */
  private static boolean isCreateOnly(List<@Nullable Object> arguments) {
    OptionalLong ifGeneration = (OptionalLong) argument(arguments, 3);
    return ifGeneration.isPresent() && ifGeneration.getAsLong() == 0;
  }

  private static String bucket(Object named) {
    if (named instanceof Blob blob) {
      return blob.id().bucket();
    }
    return named instanceof BlobId id ? id.bucket() : (String) named;
  }

  private static Object argument(List<@Nullable Object> arguments, int index) {
    Object found = arguments.get(index);
    if (found == null) {
      throw new NullPointerException("argument " + index);
    }
    return found;
  }

  private <T> T guarded(Class<T> port, T real, OperationMapper mapper) {
    return guarded(port, real, mapper, arguments -> arguments);
  }

  private <T> T guarded(
      Class<T> port,
      T real,
      OperationMapper mapper,
      UnaryOperator<List<@Nullable Object>> transform) {
    Object proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, given) -> {
              List<@Nullable Object> arguments = given == null ? List.of() : Arrays.asList(given);
              if (method.getDeclaringClass() == Object.class) {
                return call(real, method, arguments);
              }
              mapper.of(method, arguments).forEach(guard::require);
              return call(real, method, transform.apply(arguments));
            });
    return port.cast(proxy);
  }

  private static @Nullable Object call(Object real, Method method, List<@Nullable Object> given)
      throws Throwable {
    try {
      return method.invoke(real, given.toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
