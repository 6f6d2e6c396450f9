package com.anykoma.privacy.local.deployed;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.emulators.FakeKms;
import com.anykoma.privacy.emulators.FakeStorage;
import com.anykoma.privacy.emulators.FakeStripe;
import com.anykoma.privacy.emulators.Session;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.Trigger;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Starts the very jar that is deployed, function by function, as the platform does: by the stock
 * Functions Framework, with the variables that {@link DeployedFunction} says and no others.
 */
@Keeps("P17")
@Execution(ExecutionMode.CONCURRENT)
final class DeployedJarIT {
  private static final String PROJECT = "demo-deployed";
  private static final String WEBHOOK_SECRET = "whsec_0123456789abcdef";

  /** A value for each variable that a function may need. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          entry(Environment.PROJECT, PROJECT),
          entry(Environment.SUBJECT_HASH_KEY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
          entry(Environment.KEYS_DATABASE, "keys"),
          entry(
              Environment.BUCKETS,
              "uploads=deployed-uploads,content=deployed-content,evidence=deployed-evidence,exports=deployed-exports,releases=deployed-releases"),
          entry(Environment.KEK, "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k"),
          entry(
              Environment.SIGNING_KEK,
              "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/signing"),
          entry(Environment.STRIPE_KEY, "sk_test_0123456789"),
          entry(Environment.STRIPE_SECRETS, WEBHOOK_SECRET),
          entry(Environment.STRIPE_LIVE, "false"),
          entry(Environment.MAIL_KEY, WEBHOOK_SECRET),
          entry(Environment.PAGES, "https://example.com/privacy"));

  /** The answer of the real Firebase Auth about an account that it does not have. */
  private static final String NO_ACCOUNT =
      "{\"error\":{\"code\":400,\"message\":\"USER_NOT_FOUND\"}}";

  /** The uids of people with an account. */
  private static final Set<String> ACCOUNTS = ConcurrentHashMap.newKeySet();

  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
  private static final Map<String, String> EMULATORS = new HashMap<>();

  /** Emulators have no settings and no served page, which the daily checks report. */
  private static final String NO_SETTINGS = "alarm: a daily check found a broken promise";

  @TempDir private static Path directory = Path.of("");

  @TempDir private Path logs = Path.of("");

  record Start(DeployedFunction function, InstalledJdk jdk) {
    @Override
    public String toString() {
      return function.functionName() + " on Java " + jdk.version();
    }
  }

  static Stream<Start> starts() {
    List<InstalledJdk> jdks = InstalledJdk.oldestAndNewest();
    if (jdks.size() == 1) {
      System.err.println(
          "DeployedJarIT: Java " + jdks.get(0).version() + " is the only one found here");
    }
    return Stream.concat(
        Stream.of(DeployedFunction.values()).map(each -> new Start(each, jdks.get(0))),
        jdks.stream()
            .skip(1)
            .flatMap(jdk -> representatives().stream().map(each -> new Start(each, jdk))));
  }

  /**
   * Functions that together have every kind of trigger and every group of variables, so that they
   * load every client library. On a JDK that is not the deployed one, these are enough.
   */
  private static List<DeployedFunction> representatives() {
    List<DeployedFunction> chosen = new ArrayList<>();
    Set<Object> covered = new HashSet<>();
    Stream.of(DeployedFunction.values())
        .sorted(Comparator.comparing(each -> -each.variableGroups().size()))
        .forEach(
            each -> {
              boolean isNewKind = covered.add(each.trigger().getClass());
              if (covered.addAll(each.variableGroups()) || isNewKind) {
                chosen.add(each);
              }
            });
    return chosen;
  }

  @BeforeAll
  static void startWhatTheFunctionsSpeakTo() throws Exception {
    emulate(Service.FIRESTORE, Session.firestore().uri());
    emulate(Service.PUBSUB, Session.pubSub().uri());
    emulate(Service.AUTH, auth());
    emulate(Service.STRIPE, opened(FakeStripe.start()).uri());
    emulate(Service.KMS, opened(FakeKms.start(directory.resolve("kek"))).uri());
    emulate(
        Service.STORAGE,
        opened(
                FakeStorage.start(
                    directory.resolve("objects"),
                    Set.of(
                        "deployed-uploads",
                        "deployed-content",
                        "deployed-evidence",
                        "deployed-exports",
                        "deployed-releases"),
                    Set.of()))
            .uri());
    topics().forEach(topic -> Session.pubSub().createTopic(PROJECT, topic));
  }

  private static void emulate(Service service, URI at) {
    EMULATORS.put(Objects.requireNonNull(Environment.EMULATORS.get(service)), at.getAuthority());
  }

  private static <T extends AutoCloseable> T opened(T started) {
    OPEN.push(started);
    return started;
  }

  /** Stands in for Firebase Auth: it looks accounts up. */
  private static URI auth() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String asked =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> account =
                ACCOUNTS.stream().filter(uid -> asked.contains("\"" + uid + "\"")).findFirst();
            byte[] answer =
                account
                    .map(
                        uid ->
                            "{\"users\":[{\"localId\":\""
                                + uid
                                + "\",\"customAttributes\":\"{\\\"staff\\\":[\\\"cases\\\",\\\"evidence\\\",\\\"safety\\\"]}\"}]}")
                    .orElse(isListing(exchange) ? "{}" : NO_ACCOUNT)
                    .getBytes(StandardCharsets.UTF_8);
            boolean isFound = account.isPresent() || isListing(exchange);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(isFound ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    OPEN.push(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Whether it is asked for whatever accounts or tenants there are, which may be none. */
  private static boolean isListing(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.endsWith(":batchGet") || path.endsWith(":lookup") || path.endsWith("/tenants");
  }

  /** An ID token as the Auth emulator makes them, without a signature. */
  private static String idToken(SubjectId subject) {
    Instant now = Instant.now();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", "https://securetoken.google.com/" + PROJECT);
    claims.addProperty("aud", PROJECT);
    claims.addProperty("sub", subject.value());
    claims.addProperty("user_id", subject.value());
    claims.addProperty("auth_time", now.getEpochSecond());
    claims.addProperty("iat", now.getEpochSecond());
    claims.addProperty("exp", now.plus(1, ChronoUnit.HOURS).getEpochSecond());
    return encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString()) + ".";
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> topics() {
    return Stream.of(DeployedFunction.values())
        .flatMap(each -> each.trigger().taskTopic().stream())
        .collect(Collectors.toSet());
  }

  @AfterAll
  static void stop() throws Exception {
    while (!OPEN.isEmpty()) {
      OPEN.pop().close();
    }
  }

  private static List<String> variables(DeployedFunction function) {
    return Stream.concat(
            Environment.ALWAYS.stream(),
            function.variableGroups().stream().flatMap(need -> need.variables().stream()))
        .toList();
  }

  private static Map<String, String> environment(DeployedFunction function) {
    Map<String, String> environment = new HashMap<>(EMULATORS);
    variables(function)
        .forEach(each -> environment.put(each, Objects.requireNonNull(VALUES.get(each), each)));
    return environment;
  }

  @ParameterizedTest
  @MethodSource("starts")
  void answersItsFirstRequestWithACompleteEnvironment(Start start) throws Exception {
    DeployedFunction deployed = start.function();
    Environment environment = Environment.read(environment(deployed), deployed.variableGroups());
    SubjectId subject =
        new SubjectId(Session.unique(deployed.functionName() + start.jdk().version()));
    if (deployed.trigger() instanceof Trigger.Http) {
      ACCOUNTS.add(subject.value());
    }
    try (StartedFunction function =
            StartedFunction.start(
                start.jdk(), deployed, environment(deployed), logs.resolve("log"));
        GoogleCloud cloud = GoogleCloud.open(environment.cloud())) {
      Wiring wiring =
          new Wiring(environment.config(), cloud, FixtureProduct.FILES, Clock.systemUTC());
      FirstRequest request =
          new FirstRequest.Maker(
                  subject, cloud, wiring.services().subjects(), WEBHOOK_SECRET, idToken(subject))
              .of(deployed);

      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request.at(function.awaitListening()), BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(function.printed()).isBetween(200, 299);
      assertThat(function.printed().lines().filter(each -> !each.contains(NO_SETTINGS)))
          .noneMatch(each -> each.matches(".*(failed permanently|\"ERROR\"|SEVERE|SLF4J).*"));
      assertThat(request.done().getAsBoolean()).as("done").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesAllMissingVariablesAndExits(DeployedFunction deployed) throws Exception {
    try (StartedFunction function =
        StartedFunction.start(running(), deployed, Map.of(), logs.resolve("log"))) {
      assertThat(function.awaitEnd()).isNotZero();

      assertThat(function.printed())
          .contains(variables(deployed).stream().map(each -> each + " is missing").toList());
    }
  }

  @Test
  void refusesInvalidVariablesWithoutPrintingThem() throws Exception {
    Map<String, String> wrong =
        variables(DeployedFunction.STRIPE_WEBHOOK).stream()
            .collect(Collectors.toMap(each -> each, each -> "wrong value"));
    try (StartedFunction function =
        StartedFunction.start(
            running(), DeployedFunction.STRIPE_WEBHOOK, wrong, logs.resolve("log"))) {
      assertThat(function.awaitEnd()).isNotZero();

      assertThat(function.printed()).contains(wrong.keySet()).doesNotContain("wrong value");
    }
  }

  /** The jar has no settings of its own in its code: another product needs another variable. */
  @Test
  @Keeps("P3")
  void readsTheSettingsOfAnotherProduct() throws Exception {
    Files.createSymbolicLink(
        logs.resolve("privacy"), Path.of("..", "..", "examples", "notely").toAbsolutePath());
    try (StartedFunction function =
        StartedFunction.start(
            running(),
            DeployedFunction.ACCOUNT_WRITTEN,
            environment(DeployedFunction.ACCOUNT_WRITTEN),
            logs,
            logs.resolve("log"))) {
      assertThat(function.awaitEnd()).isNotZero();

      assertThat(function.printed())
          .contains("datamap.yaml has a location of kind realtime, but REALTIME_DATABASE_URL");
    }
  }

  private static InstalledJdk running() {
    return InstalledJdk.oldestAndNewest().get(0);
  }
}
