package com.anykoma.privacy.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.http.StaffRole;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.ForeignTokens;
import com.anykoma.privacy.protection.access.RateLimit;
import com.anykoma.privacy.protection.access.StaffAudit;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.cloud.functions.HttpFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests for every HTTP function who may call it, how often, and from which pages. */
@Keeps({"P17", "P18"})
@Tag("slow")
final class HttpAccessTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId KIM = new SubjectId("kim");

  /** The functions whose callers have no ID token. */
  private static final Set<DeployedFunction> WITHOUT_TOKEN =
      Set.of(
          DeployedFunction.STRIPE_WEBHOOK,
          DeployedFunction.MAIL_INTAKE,
          DeployedFunction.EMAIL_REQUESTS,
          DeployedFunction.PRIVACY_PAGE);

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void open() {
    stack = new Stack(directory);
    stack.signUp("ann");
    stack.signUp("kim");
    stack.write("users/ann/prompts/p1", Fields.empty().with("text", "a fox"));
    stack.wiring.services().erasures().request(stack.signUp("zoe"), "requested");
    stack.settle();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private static Stream<DeployedFunction> functionsWithToken() {
    return Arrays.stream(DeployedFunction.values())
        .filter(it -> it.trigger() instanceof Trigger.Http)
        .filter(it -> !WITHOUT_TOKEN.contains(it));
  }

  private FakeResponse call(
      DeployedFunction function, String method, String path, Map<String, String> headers)
      throws Exception {
    FakeResponse response = new FakeResponse();
    HttpFunction created = (HttpFunction) function.create(stack.as(function.entryPoint()));
    created.service(
        FakeRequest.of(method, "http://localhost" + path, headers, "{}".getBytes(UTF_8)), response);
    return response;
  }

  private Map<String, String> bearer(SubjectId caller) {
    return Map.of("Authorization", "Bearer " + stack.cloud.accounts().issueIdToken(caller));
  }

  /** A method that the function accepts: the first that is not answered with 405. */
  private String method(DeployedFunction function) throws Exception {
    for (String each : METHODS) {
      if (call(function, each, "/", Map.of()).status() != 405) {
        return each;
      }
    }
    throw new AssertionError(function + " accepts no method");
  }

  private void claim(Object staff) {
    stack.cloud.accounts().setClaims(KIM, Map.of("staff", staff));
  }

  private static String withoutSignature(String header, String token) {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8));
    return encoded + "." + token.split("\\.", -1)[1] + ".";
  }

  /** The Authorization headers that no function accepts, by the reason. */
  private Map<String, String> refusedHeaders() {
    String valid = stack.cloud.accounts().issueIdToken(ANN);
    ForeignTokens foreign = new ForeignTokens(directory, stack::now);
    Map<String, String> refused = new HashMap<>();
    refused.put("empty", "");
    refused.put("no scheme", valid);
    refused.put("basic", "Basic YW5uOmFubg==");
    refused.put("no token", "Bearer ");
    refused.put("nonsense", "Bearer nonsense");
    refused.put("two tokens", "Bearer " + valid + " " + valid);
    refused.put("two headers", "Bearer " + valid + "\nBearer " + valid);
    refused.put("forged", "Bearer " + valid.substring(0, valid.length() - 8) + "AAAAAAAA");
    refused.put("alg none", "Bearer " + withoutSignature("{\"alg\":\"none\"}", valid));
    refused.put(
        "of an emulator",
        "Bearer " + withoutSignature("{\"alg\":\"none\",\"typ\":\"JWT\"}", valid));
    refused.put("other project", "Bearer " + foreign.ofAnotherProject(ANN));
    refused.put("other audience", "Bearer " + foreign.forAnotherAudience(ANN));
    refused.put("no account", "Bearer " + tokenOfDeletedAccount());
    refused.put("revoked", "Bearer " + revokedToken());
    refused.put("too long", "Bearer " + "a".repeat(9_000));
    return refused;
  }

  private String tokenOfDeletedAccount() {
    SubjectId gone = stack.signUp("gone");
    String token = stack.cloud.accounts().issueIdToken(gone);
    stack.cloud.accounts().delete(gone);
    return token;
  }

  private String revokedToken() {
    SubjectId left = stack.signUp("left");
    String token = stack.cloud.accounts().issueIdToken(left);
    stack.cloud.accounts().revokeSessions(left);
    return token;
  }

  @ParameterizedTest
  @MethodSource("functionsWithToken")
  void refusedTokensGet401AndChangeNothing(DeployedFunction function) throws Exception {
    String method = method(function);
    Map<String, String> headers = refusedHeaders();
    Map<String, Document> before = stack.everything();

    for (Map.Entry<String, String> each : headers.entrySet()) {
      FakeResponse answer = call(function, method, "/", Map.of("Authorization", each.getValue()));
      assertThat(answer.status()).as(each.getKey()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).as(each.getKey()).isEqualTo("Bearer");
      assertThat(answer.body()).as(each.getKey()).doesNotContain("ann").doesNotContain("eyJ");
    }
    assertThat(call(function, method, "/", Map.of()).status()).isEqualTo(401);

    assertThat(stack.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("functionsWithToken")
  void expiredTokensGet401AndChangeNothing(DeployedFunction function) throws Exception {
    Map<String, String> headers = bearer(ANN);
    stack.later(Duration.ofHours(1).plusSeconds(1));
    Map<String, Document> before = stack.everything();

    assertThat(call(function, method(function), "/", headers).status()).isEqualTo(401);

    assertThat(stack.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("functionsWithToken")
  void otherMethodsGet405AndChangeNothing(DeployedFunction function) throws Exception {
    Map<String, String> headers = bearer(ANN);
    Map<String, Document> before = stack.everything();

    int refused = 0;
    for (String each : METHODS) {
      FakeResponse answer = call(function, each, "/", Map.of());
      if (answer.status() == 405) {
        refused++;
        assertThat(call(function, each, "/", headers).status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isNotEmpty().doesNotContain(each);
      }
    }

    assertThat(refused).isPositive();
    assertThat(stack.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(
      value = DeployedFunction.class,
      names = {"CONTENT", "ERASE_ACCOUNT", "EVIDENCE", "REVIEW_DESK"})
  void otherPeoplesIdsGet404(DeployedFunction function) throws Exception {
    for (String path :
        List.of(
            "/documents/prompts/p1",
            "/documents/users/ann/prompts/p1",
            "/blobs/images/i1",
            "/orders/ann",
            "/safety/items/" + "x".repeat(22),
            "/?uid=ann",
            "/?path=documents/users/ann/prompts/p1")) {
      FakeResponse answer = call(function, "GET", path, bearer(KIM));

      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).doesNotContain("ann").doesNotContain("fox");
    }
  }

  /** Each row: function, path, the only role that permits it. */
  @ParameterizedTest
  @CsvSource({
    "EVIDENCE, /, EVIDENCE",
    "EVIDENCE, /keys, EVIDENCE",
    "EVIDENCE, /certificates/x, EVIDENCE",
    "REVIEW_DESK, /improvement/items/xxxxxxxxxxxxxxxxxxxxxx, REVIEW",
    "REVIEW_DESK, /ReviewDesk/improvement/items/xxxxxxxxxxxxxxxxxxxxxx/image, REVIEW",
    "REVIEW_DESK, /safety/items/xxxxxxxxxxxxxxxxxxxxxx, SAFETY",
    "REVIEW_DESK, /break-glass/xxxxxxxxxxxxxxxxxxxxxx, SAFETY",
    "REVIEW_DESK, /improvement, SAFETY",
    "REVIEW_DESK, //improvement/items/xxxxxxxxxxxxxxxxxxxxxx, SAFETY",
    "REVIEW_DESK, /improvement%2Fitems/xxxxxxxxxxxxxxxxxxxxxx, SAFETY"
  })
  void eachPathNeedsExactlyItsRole(DeployedFunction function, String path, StaffRole needed)
      throws Exception {
    for (StaffRole each : StaffRole.values()) {
      claim(List.of(each.storedName()));
      long reads = staffReads();

      call(function, "GET", path, bearer(KIM));

      assertThat(staffReads() - reads).as(each.name()).isEqualTo(each == needed ? 1 : 0);
    }
  }

  private long staffReads() {
    return stack
        .cloud
        .documents()
        .count(Query.in(OwnCollections.AUDIT).whereEqual("about", "staff"));
  }

  static Stream<Object> claimsWithoutRole() {
    return Stream.of(
        true,
        "evidence",
        "[\"evidence\"]",
        List.of(),
        List.of("EVIDENCE"),
        List.of("evidence "),
        List.of(true),
        List.of("review", "safety", "cases"),
        Map.of("evidence", true));
  }

  @ParameterizedTest
  @MethodSource("claimsWithoutRole")
  void onlyAListThatNamesTheRoleGrantsIt(Object claim) throws Exception {
    claim(claim);

    assertThat(call(DeployedFunction.EVIDENCE, "GET", "/", bearer(KIM)).status()).isEqualTo(404);
  }

  @Test
  void tokenWithTheRoleDoesNotGrantItWithoutTheAccountsClaim() throws Exception {
    claim(List.of("evidence"));
    Map<String, String> earlier = bearer(KIM);
    assertThat(call(DeployedFunction.EVIDENCE, "GET", "/", earlier).status()).isEqualTo(200);

    claim(List.of("review"));

    assertThat(call(DeployedFunction.EVIDENCE, "GET", "/", earlier).status()).isEqualTo(404);
  }

  @Test
  void readsOfStaffAreAuditedWithoutNames() throws Exception {
    claim(List.of("evidence"));

    call(DeployedFunction.EVIDENCE, "GET", "/keys", bearer(KIM));

    SubjectHash hash = new SubjectHash(new byte[32]);
    Document entry =
        stack
            .cloud
            .documents()
            .find(Query.in(OwnCollections.AUDIT).whereEqual("about", "staff"))
            .get(0);
    assertThat(entry.fields().string("action")).hasValue("viewed");
    assertThat(entry.fields().string("cause")).hasValue("evidence");
    assertThat(entry.fields().string("actor")).hasValue(StaffAudit.actor(hash, KIM).value());
    assertThat(entry.fields().string("object")).hasValue(hash.of("staff-read", "Evidence/keys"));
    assertThat(entry.toString()).doesNotContain("kim");
  }

  @Test
  void nothingIsReadIfTheAuditEntryIsRefused() throws Exception {
    try (Stack refusing = refusing(directory.resolve("refusing"), "set")) {
      refusing.signUp("kim");
      refusing.cloud.accounts().setClaims(KIM, Map.of("staff", List.of("evidence")));
      String token = refusing.cloud.accounts().issueIdToken(KIM);
      FakeResponse response = new FakeResponse();
      HttpFunction evidence = new EvidenceFunction(refusing.as(EvidenceFunction.class));

      assertThatThrownBy(
              () ->
                  evidence.service(
                      FakeRequest.of(
                          "GET", "http://localhost/", Map.of("Authorization", "Bearer " + token)),
                      response))
          .hasMessage("refused");

      assertThat(response.body()).isEmpty();
    }
  }

  /** A stack in whose functions one operation of the database fails. */
  private static Stack refusing(Path directory, String operation) throws Exception {
    return new Stack(
        Files.createDirectory(directory),
        documents ->
            InterceptedPorts.wrap(
                Documents.class,
                documents,
                new InterceptedPorts.Interceptor() {
                  @Override
                  public void before(String each) {
                    if (each.equals(operation)) {
                      throw new IllegalStateException("refused");
                    }
                  }
                }));
  }

  @ParameterizedTest
  @MethodSource("functionsWithToken")
  void requestsAboveTheLimitGet429WithTheTimeToWait(DeployedFunction function) throws Exception {
    String method = method(function);
    claim(Arrays.stream(StaffRole.values()).map(StaffRole::storedName).toList());
    RateLimit limit = RateLimit.of(function.functionName());
    for (int i = 0; i < limit.capacity(); i++) {
      assertThat(
              stack
                  .as(function.entryPoint())
                  .services()
                  .rateLimiter()
                  .take(function.functionName(), "kim"))
          .isEmpty();
    }

    FakeResponse refused = call(function, method, "/", bearer(KIM));

    long seconds = Math.max(1, limit.refill().plusMillis(999).toSeconds());
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo(Long.toString(seconds));
    assertThat(refused.body()).contains("too many requests");
    stack.later(Duration.ofSeconds(seconds));
    assertThat(call(function, method, "/", bearer(KIM)).status()).isNotEqualTo(429);
  }

  @Test
  void requestsThatCannotBeCountedAreNotAnswered() throws Exception {
    try (Stack refusing = refusing(directory.resolve("refusing"), "transact")) {
      refusing.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());
      HttpFunction checkText = new CheckTextFunction(refusing.as(CheckTextFunction.class));
      Map<String, String> headers =
          Map.of("Authorization", "Bearer " + refusing.cloud.accounts().issueIdToken(ANN));
      FakeResponse response = new FakeResponse();

      assertThatThrownBy(
              () ->
                  checkText.service(
                      FakeRequest.of(
                          "POST", "http://localhost/", headers, "{\"text\":\"a\"}".getBytes(UTF_8)),
                      response))
          .hasMessage("refused");

      assertThat(response.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(DeployedFunction.class)
  void everyAnswerHasTheSecurityHeaders(DeployedFunction function) throws Exception {
    if (!(function.trigger() instanceof Trigger.Http)) {
      return;
    }
    for (String method : METHODS) {
      for (Map<String, String> headers : List.of(Map.<String, String>of(), bearer(ANN))) {
        FakeResponse answer = call(function, method, "/", headers);

        if (function != DeployedFunction.PRIVACY_PAGE) { // PrivacyPageFunctionTest has its own
          assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
          assertThat(answer.header("Content-Security-Policy"))
              .isEqualTo("default-src 'none'; frame-ancestors 'none'; sandbox");
        }
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=63072000");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      }
    }
  }

  private static Map<String, String> preflight(String origin) {
    return Map.of("Origin", origin, "Access-Control-Request-Method", "GET");
  }

  @ParameterizedTest
  @MethodSource("functionsWithToken")
  void pagesOfTheConfiguredOriginMayCall(DeployedFunction function) throws Exception {
    String method = method(function);

    FakeResponse preflight = call(function, "OPTIONS", "/", preflight(Stack.ORIGIN));
    Map<String, String> headers = new HashMap<>(bearer(ANN));
    headers.put("Origin", Stack.ORIGIN);
    FakeResponse answer = call(function, method, "/", headers);

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.body()).isEmpty();
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(Stack.ORIGIN);
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains(method);
    assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Stack.ORIGIN);
    for (FakeResponse each : List.of(preflight, answer)) {
      assertThat(each.header("Vary")).isEqualTo("Origin");
      assertThat(each.header("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example",
    "null",
    "*",
    "http://app.example.com",
    "https://app.example.com.evil.example",
    "https://evil.app.example.com",
    "https://app.example.com:8443",
    "https://APP.example.com",
    "https://app.example.com/"
  })
  void pagesOfOtherOriginsMayNotCall(String origin) throws Exception {
    for (DeployedFunction each : functionsWithToken().toList()) {
      FakeResponse preflight = call(each, "OPTIONS", "/", preflight(origin));
      FakeResponse answer = call(each, method(each), "/", Map.of("Origin", origin));

      assertThat(preflight.status()).isEqualTo(204);
      for (FakeResponse response : List.of(preflight, answer)) {
        assertThat(response.getHeaders().keySet())
            .noneMatch(it -> it.startsWith("Access-Control-"));
        assertThat(response.header("Vary")).isEqualTo("Origin");
      }
    }
  }

  @Test
  void noPageMayCallTheWebhook() throws Exception {
    FakeResponse answer =
        call(DeployedFunction.STRIPE_WEBHOOK, "OPTIONS", "/", preflight(Stack.ORIGIN));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.getHeaders().keySet()).noneMatch(it -> it.startsWith("Access-Control-"));
  }

  @Test
  void configurationPageListsTheLimitOfEveryFunction() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));

    for (DeployedFunction each : functionsWithToken().toList()) {
      RateLimit limit = RateLimit.of(each.functionName());
      if (!limit.equals(RateLimit.of("others"))) {
        assertThat(page)
            .contains(
                "| %s | %,d | %d |"
                    .formatted(each.functionName(), limit.capacity(), limit.lease()));
      }
    }
  }
}
