package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.processors.egress.OutboundHosts;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs every operation of every port on the clients of the real services, and compares the hosts
 * that they ask for with the fixture's {@code processors.yaml}. No byte leaves this machine.
 */
@Keeps({"P2", "P27", "P31"})
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class EgressTest {
  private static final OutboundHosts LISTED = FixtureProduct.FILES.processors().hosts();
  private static final DocumentPath DOCUMENT = DocumentPath.of("users", "u1");
  private static final BlobId BLOB = new BlobId("content", "users/u1/images/i1");

  /** How long an operation may try; the adapters try again after a refusal. */
  private static final Duration TRYING = Duration.ofSeconds(3);

  private final ProxySelector before = ProxySelector.getDefault();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });
  private LoopbackProxy proxy;

  @BeforeEach
  void startProxy() throws IOException {
    proxy = new LoopbackProxy();
    ProxySelector.setDefault(proxy);
  }

  @AfterEach
  void restore() {
    ProxySelector.setDefault(before);
    threads.shutdownNow();
    proxy.close();
  }

  private static GoogleSettings production(String realtime) {
    String key = "projects/p/locations/l/keyRings/r/cryptoKeys/";
    return new GoogleSettings(
        "notely-prod",
        "(default)",
        Optional.of("keys"),
        Map.of("content", "notely-content"),
        Optional.of(key + "content"),
        Optional.of(key + "signing"),
        Optional.of(Sensitive.of("sk_test_notakey")),
        Optional.of(URI.create(realtime)),
        Map.of(),
        0);
  }

  private static GoogleCloud open(Predicate<String> listed, String realtime) {
    return GoogleCloud.open(production(realtime), listed);
  }

  /** One call of every method of the port. */
  private static <T> Map<String, Operation> operations(Class<T> port, T adapter) {
    Map<String, Operation> all = new LinkedHashMap<>();
    for (Method each : port.getMethods()) {
      if (!Modifier.isStatic(each.getModifiers())) {
        Object[] arguments =
            Stream.of(each.getGenericParameterTypes())
                .map(type -> argument(each.getName(), type.getTypeName()))
                .toArray();
        all.put(each.toGenericString(), () -> each.invoke(adapter, arguments));
      }
    }
    return all;
  }

  private interface Operation {
    void run() throws Exception;
  }

  private static Object argument(String method, String type) {
    String simple = type.replaceAll("[a-z.]+\\.([A-Z])", "$1");
    Blob blob = new Blob(BLOB, 1, 3, 0, "image/png", Map.of(), Instant.EPOCH);
    return switch (simple) {
      case "DocumentPath" -> DOCUMENT;
      case "CollectionPath" -> new CollectionPath("users");
      case "Fields" -> Fields.empty().with("n", 1);
      case "Query" -> Query.in(new CollectionPath("users"));
      case "Instant" -> Instant.EPOCH;
      case "int" -> 10;
      case "long" -> 0L;
      case "BlobId" -> BLOB;
      case "Blob" -> blob;
      case "Blobs$Body" -> (Blobs.Body) out -> out.write(1);
      case "Map<String, String>", "Map<String, Object>" -> Map.of();
      case "OptionalLong" -> OptionalLong.empty();
      case "Optional<String>", "Optional<DocumentPath>" -> Optional.empty();
      case "SubjectId" -> new SubjectId("u1");
      case "Sensitive<String>" -> Sensitive.of("ann@example.com");
      case "NodePath" -> new NodePath(List.of("users", "u1"));
      case "byte[]" -> new byte[] {1};
      case "Collection<SubjectId>" -> List.of(new SubjectId("u1"));
      case "Collection<Blob>" -> List.of(blob);
      case "Collection<DocumentPath>", "List<DocumentPath>" -> List.of(DOCUMENT);
      case "List<Task>" -> List.of(new Task("withdraw", "t1", Map.of()));
      case "String" -> text(method);
      default -> {
        if (simple.startsWith("Function<")) {
          Function<Documents.Transaction, Object> work = tx -> tx.read(DOCUMENT);
          yield work;
        }
        throw new AssertionError("add an argument of the type " + simple);
      }
    };
  }

  private static String text(String method) {
    return switch (method) {
      case "verify" -> idToken();
      case "list", "listGenerations" -> "content";
      default -> "id_1";
    };
  }

  private static String idToken() {
    long now = Instant.now().getEpochSecond();
    return base64("{\"alg\":\"RS256\",\"kid\":\"k\",\"typ\":\"JWT\"}")
        + "."
        + base64(
            "{\"iss\":\"https://securetoken.google.com/notely-prod\",\"aud\":\"notely-prod\","
                + "\"sub\":\"u1\",\"iat\":%d,\"exp\":%d,\"auth_time\":%d}"
                    .formatted(now, now + 3600, now))
        + "."
        + base64("signature");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Map<String, Operation>> everything(GoogleCloud cloud) {
    return List.of(
        operations(Documents.class, cloud.documents()),
        operations(Documents.class, cloud.keys()),
        operations(Blobs.class, cloud.blobs()),
        operations(Accounts.class, cloud.accounts()),
        operations(Billing.class, cloud.billing()),
        operations(Tasks.class, cloud.tasks()),
        operations(RealtimeDatabase.class, cloud.realtime()),
        settings(cloud.settings()),
        operations(Aead.class, cloud.kek()),
        operations(Aead.class, cloud.signingKek()));
  }

  private static Map<String, Operation> settings(Settings settings) {
    Map<String, Operation> all = new LinkedHashMap<>();
    for (Settings.Service each : Settings.Service.values()) {
      all.put("Settings of " + each, () -> settings.json(each, "/v1"));
    }
    return all;
  }

  /** Runs an operation, which must fail, because no host can be reached. */
  private Optional<Throwable> run(Operation operation) throws Exception {
    Future<?> running =
        threads.submit(
            () -> {
              operation.run();
              return true;
            });
    try {
      running.get(TRYING.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      running.cancel(true);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(
          e.getCause() instanceof InvocationTargetException it ? it.getCause() : e.getCause());
    }
  }

  private static boolean isMistake(Throwable failure) {
    return failure.getClass().equals(IllegalArgumentException.class)
        || failure instanceof NullPointerException
        || failure instanceof AssertionError;
  }

  private Set<String> hostsOfEverything(Predicate<String> listed, String realtime)
      throws Exception {
    GoogleCloud cloud = open(listed, realtime);
    try {
      List<Future<Optional<Throwable>>> running = new ArrayList<>();
      for (Map<String, Operation> each : everything(cloud)) {
        each.values().forEach(it -> running.add(threads.submit(() -> run(it))));
      }
      for (Future<Optional<Throwable>> each : running) {
        assertThat(each.get().filter(EgressTest::isMistake))
            .as("an operation that did not ask for a host")
            .isEmpty();
      }
      return new TreeSet<>(proxy.hosts());
    } finally {
      cloud.close();
    }
  }

  @Test
  void theHostsOfEveryOperationAreExactlyTheListedOnes() throws Exception {
    Set<String> seen =
        hostsOfEverything(LISTED::allows, "https://notely-default-rtdb.firebaseio.com");
    seen.addAll(
        hostsOfEverything(LISTED::allows, "https://notely.europe-west1.firebasedatabase.app"));

    assertThat(seen).allMatch(LISTED::allows);
    assertThat(LISTED.patterns())
        .allSatisfy(
            pattern -> assertThat(seen).anyMatch(host -> OutboundHosts.matches(pattern, host)));
  }

  @Test
  void aHostThatIsNotListedIsRefusedByEveryClientAndNamed() throws Exception {
    try (Alarms alarms = new Alarms()) {
      Set<String> seen =
          hostsOfEverything(
              "metadata.google.internal"::equals, "https://notely-default-rtdb.firebaseio.com");

      assertThat(seen).containsExactly("metadata.google.internal");
      assertThat(alarms.messages())
          .contains(
              refused("firestore.googleapis.com"),
              refused("storage.googleapis.com"),
              refused("pubsub.googleapis.com"),
              refused("cloudkms.googleapis.com"),
              refused("identitytoolkit.googleapis.com"),
              refused("www.googleapis.com"),
              refused("notely-default-rtdb.firebaseio.com"),
              refused("api.stripe.com"));
    }
  }

  private static String refused(String host) {
    return "alarm: a connection to a host that processors.yaml does not list was refused host="
        + host;
  }

  @Test
  void theErrorNamesTheHostAndLoopbackIsForEmulatorsOnly() {
    Egress closed = new Egress(LISTED::allows, false, Optional.empty());
    Egress emulated = new Egress(LISTED::allows, true, Optional.empty());
    URI emulator = URI.create("http://127.0.0.1:8080");

    assertThatThrownBy(() -> closed.select(URI.create("https://evil.example.com")))
        .hasMessageContaining("evil.example.com");
    assertThatThrownBy(() -> closed.select(emulator)).isInstanceOf(IllegalArgumentException.class);
    assertThat(emulated.select(emulator)).hasSize(1);
    assertThat(closed.select(URI.create("https://API.STRIPE.COM"))).hasSize(1);
  }
}
