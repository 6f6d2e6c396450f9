package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.http.Anonymous;
import com.anykoma.privacy.functions.http.EmailRequestsHandler;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.rights.cases.EmailLinks;
import com.anykoma.privacy.rights.cases.RecordedCases;
import com.anykoma.privacy.services.Services;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests without a sign-in, with the grants of the function. */
@Keeps({"P17", "P23", "P38", "E28"})
@Tag("slow")
final class EmailRequestsFunctionTest {
  private static final String ERASE = "{\"email\": \"Zoe@Example.com\", \"kind\": \"erasure\"}";

  @TempDir private Path directory;
  private Stack stack;
  private SubjectId zoe;
  private RecordedCases cases;
  private HttpFrame<String> function;

  @BeforeEach
  void signUp() {
    stack = new Stack(directory);
    zoe = new SubjectId("zoe");
    stack.cloud.accounts().create(zoe, email("zoe@example.com"), Optional.empty());
    stack.put("users/zoe", Map.of("createdAt", Stack.NOW));
    stack.put("users/zoe/prompts/p1", Map.of("text", "a fox"));
    stack.settle();
    Services services = stack.as(EmailRequestsFunction.class).services();
    EmailLinks links = services.emailLinks(Stack.PAGES);
    cases = new RecordedCases(stack.cloud.documents(), links, services.erasures());
    function =
        new HttpFrame<>(
            new Anonymous("EmailRequests", "GET", "POST"),
            new EmailRequestsHandler(services.emailRequests(cases, links))) {};
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private static Optional<Sensitive<String>> email(String address) {
    return Optional.of(Sensitive.of(address));
  }

  private FakeResponse ask(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    FakeResponse response = new FakeResponse();
    function.service(
        FakeRequest.of(
            method,
            "http://localhost/EmailRequests" + path,
            headers,
            body.getBytes(StandardCharsets.UTF_8)),
        response);
    return response;
  }

  private FakeResponse post(String path, String body) throws IOException {
    return ask("POST", path, Map.of("Content-Type", "application/json"), body);
  }

  private FakeResponse confirm(String token) throws IOException {
    return post("/confirm", "{\"token\": \"" + token + "\"}");
  }

  private FakeResponse status(String key) throws IOException {
    return ask("GET", "/status", Map.of("Authorization", "Bearer " + key), "");
  }

  private static JsonObject json(FakeResponse response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private boolean isErasureOpen() {
    return stack.wiring.services().erasures().status(zoe).isPresent();
  }

  @Test
  void personWithoutASignInIsErasedAndFetchesTheCertificate() throws IOException {
    assertThat(post("", ERASE).status()).isEqualTo(202);
    assertThat(isErasureOpen()).isFalse();

    FakeResponse confirmed = confirm(cases.token());
    String key = json(confirmed).get("statusKey").getAsString();
    JsonObject open = json(status(key));

    assertThat(confirmed.status()).isEqualTo(200);
    assertThat(open.get("state").getAsString()).isEqualTo("in_progress");
    assertThat(open.get("receivedAt").getAsString()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(open.getAsJsonObject("erasure").get("nonce").getAsString()).hasSize(43);
    assertThat(open.has("certificate")).isFalse();

    stack.later(Duration.ofDays(7));
    stack.task("sweep", Map.of());
    stack.settle();

    JsonObject done = json(status(key));
    assertThat(stack.tracesOf(zoe)).isEmpty();
    assertThat(done.getAsJsonObject("erasure").get("state").getAsString()).isEqualTo("fulfilled");
    assertThat(done.getAsJsonObject("erasure").has("nonce")).isFalse();
    assertThat(done.get("certificate").getAsString())
        .contains("certificate-of-erasure", "subjectCommitment");
  }

  @Test
  void answerDoesNotRevealWhetherAnAccountExists() throws IOException {
    FakeResponse known = post("", ERASE);
    FakeResponse unknown = post("", ERASE.replace("Zoe", "Max"));

    assertThat(unknown.status()).isEqualTo(known.status());
    assertThat(unknown.body()).isEqualTo(known.body());
    assertThat(unknown.getHeaders()).isEqualTo(known.getHeaders());
    assertThat(cases.sent).hasSize(2).allMatch(it -> it.length() == cases.sent.get(0).length());
  }

  @Test
  void usedExpiredAndUnknownLinksReturnTheSame() throws IOException {
    post("", ERASE);
    String used = cases.token();
    confirm(used);
    post("", ERASE.replace("Zoe", "Max"));
    String expired = cases.token();
    stack.later(Duration.ofHours(24));

    List<FakeResponse> refused =
        List.of(confirm(used), confirm(expired), confirm("A".repeat(43)), confirm("../x"));

    assertThat(refused).extracting(FakeResponse::status).containsOnly(410);
    assertThat(refused).extracting(FakeResponse::body).containsOnly(refused.get(0).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/confirm", "/confirm?token=", "/status", "/requests"})
  void scannerThatOpensALinkUsesNoToken(String path) throws IOException {
    post("", ERASE);
    String token = cases.token();

    FakeResponse opened = ask("GET", path + (path.endsWith("=") ? token : ""), Map.of(), "");

    assertThat(opened.status()).isIn(401, 404);
    assertThat(confirm(token).status()).isEqualTo(200);
  }

  /** Each row: path, content type, body, status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''       | application/json | {"email": "a@b.c", "kind": "access"}                   | 202
          /        | application/json | {"email": "a@b.c", "kind": "restriction"}              | 202
          ''       | text/plain       | {"email": "a@b.c", "kind": "access"}                   | 415
          ''       | application/json | {"email": "a@b.c", "kind": "question"}                 | 400
          ''       | application/json | {"email": "a@b.c", "kind": "ACCESS"}                   | 400
          ''       | application/json | {"email": "a@b.c"}                                     | 400
          ''       | application/json | {"email": "a@b.c", "kind": "access", "uid": "zoe"}     | 400
          ''       | application/json | {"email": "a@b.c\\nBcc: x@y.z", "kind": "access"}      | 400
          ''       | application/json | {"email": "a@b.c\\r\\nBcc: x@y.z", "kind": "access"}   | 400
          ''       | application/json | {"email": "a@b.c,x@y.z", "kind": "access"}             | 400
          ''       | application/json | {"email": "A <a@b.c>", "kind": "access"}               | 400
          ''       | application/json | {"email": "a@b.c\\u0000", "kind": "access"}            | 400
          ''       | application/json | {"email": "", "kind": "access"}                        | 400
          ''       | application/json | {"email": 7, "kind": "access"}                         | 400
          ''       | application/json | {"email": "a@b.c", "email": "x@y.z", "kind": "access"} | 400
          ''       | application/json | []                                                     | 400
          ''       | application/json | {"email"                                               | 400
          /confirm | application/json | {}                                                     | 400
          /confirm | application/json | {"token": null}                                        | 400
          /confirm | application/json | {"token": "x", "uid": "zoe"}                           | 400
          /confirm | text/plain       | {"token": "x"}                                         | 415
          /other   | application/json | {}                                                     | 404
          /status  | application/json | {}                                                     | 404
          """)
  void acceptsOnlyExactBodies(String path, String type, String body, int status)
      throws IOException {
    FakeResponse response = ask("POST", path, Map.of("Content-Type", type), body);

    assertThat(response.status()).isEqualTo(status);
    assertThat(cases.sent).hasSize(status == 202 ? 1 : 0);
  }

  @Test
  void refusesBodiesOfAMegabyte() throws IOException {
    String padded = ERASE + " ".repeat(1 << 20);

    assertThat(post("", padded).status()).isEqualTo(413);
    assertThat(post("/confirm", padded).status()).isEqualTo(413);
    assertThat(cases.sent).isEmpty();
  }

  @Test
  void refusesOtherMethods() throws IOException {
    for (String method : List.of("PUT", "DELETE", "HEAD", "OPTIONS")) {
      assertThat(ask(method, "", Map.of(), "").status()).isEqualTo(405);
    }
  }

  @Test
  void statusNeedsTheKeyOfTheRequest() throws IOException {
    post("", ERASE);
    JsonObject confirmed = json(confirm(cases.token()));

    assertThat(ask("GET", "/status", Map.of(), "").status()).isEqualTo(401);
    assertThat(status("A".repeat(43)).status()).isEqualTo(404);
    assertThat(status(confirmed.get("case").getAsString()).status()).isEqualTo(404);
    assertThat(status(stack.cloud.accounts().issueIdToken(zoe)).status()).isEqualTo(404);
    stack
        .cloud
        .documents()
        .find(Query.in(OwnCollections.EMAIL_REQUESTS))
        .forEach(each -> assertThat(statusOf(each.path().id())).isEqualTo(404));
  }

  private int statusOf(String key) {
    try {
      return status(key).status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void responsesAreNotCached() throws IOException {
    Map<String, List<String>> headers = new HashMap<>(post("", ERASE).getHeaders());

    assertThat(headers.get("Cache-Control")).containsExactly("private, no-store");
  }
}
