package com.anykoma.privacy.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.OpenApi.Operation;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.google.cloud.functions.HttpFunction;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares {@code docs/openapi.yaml} with what the HTTP functions really answer. */
@Keeps({"P17", "P22", "P24"})
@Tag("slow")
final class OpenApiTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId BOB = new SubjectId("bob");
  private static final SubjectId KIM = new SubjectId("kim");
  private static final SubjectId LEE = new SubjectId("lee");
  private static final String RANDOM_ID = "x".repeat(22);
  private static final Map<String, String> DUMMIES =
      Map.of(
          "queue",
          "safety",
          "id",
          RANDOM_ID,
          "order",
          "none",
          "number",
          "99",
          "version",
          "2025-01-01",
          "path",
          "prompts/none");

  @TempDir private Path directory;
  private final OpenApi api = new OpenApi();
  private final Set<String> given = new TreeSet<>();
  private Stack stack;

  OpenApiTest() throws IOException {}

  @BeforeEach
  void open() {
    stack = new Stack(directory);
    stack.wiring.services().signing().signer(); // the first checkpoint creates the key
    stack.signUp("ann");
    for (SubjectId each : List.of(KIM, LEE)) {
      stack.signUp(each.value());
      List<String> roles = List.of("review", "safety", "cases", "evidence");
      stack.cloud.accounts().setClaims(each, Map.of("staff", roles));
    }
  }

  @AfterEach
  void close() {
    stack.close();
  }

  @Test
  void everyHttpFunctionIsDocumented() {
    assertThat(api.operations().stream().map(Operation::function).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(DeployedFunction.values())
                .filter(each -> each.trigger() instanceof Trigger.Http)
                .map(DeployedFunction::functionName)
                .collect(Collectors.toSet()));
  }

  @Test
  void exampleCallsDocumentedOperations() throws IOException {
    String example = Files.readString(Path.of("../examples/web-app/privacy.mjs"));
    List<MatchResult> calls =
        Pattern.compile("\"([A-Z]+)\", [\"`](/[A-Za-z/]+)(\\$\\{[^}]*}+)?")
            .matcher(example)
            .results()
            .toList();

    assertThat(calls).hasSizeGreaterThan(10);
    assertThat(calls)
        .allMatch(
            it ->
                api.find(it.group(1), it.group(2) + (it.group(3) == null ? "" : "1")).isPresent());
  }

  @Test
  void everyDocumentedAnswerIsGivenAndMatchesItsSchema() throws Exception {
    refusals();
    people();
    exports();
    byEmail();
    privacyPage();
    staff();
    afterErasure();
    tooManyRequests();

    Set<String> documented =
        api.operations().stream()
            .flatMap(each -> each.statuses().stream().map(each::answer))
            .collect(Collectors.toCollection(TreeSet::new));
    documented.removeAll(given);
    documented.removeIf(it -> it.endsWith(" 429")); // HttpAccessTest exceeds each function's limit
    assertThat(documented).as("documented, but not given in this test").isEmpty();
  }

  /** Requests that every operation of its kind refuses in the same way. */
  private void refusals() throws Exception {
    for (Operation each : api.operations()) {
      String path = filled(each);
      if (each.statuses().contains("401")) {
        send(each.method(), path, Map.of(), "");
      }
      if (each.statuses().contains("405")) {
        FakeResponse answer = call(path, "TRACE", as(KIM), "");
        assertThat(answer.status()).as(each.toString()).isEqualTo(405);
        api.requireDocumented(each, answer);
        given.add(each.answer("405"));
      }
      if (each.hasJsonBody() && !each.function().equals("StripeWebhook")) {
        ask(KIM, each.method(), path, "{");
        ask(KIM, each.method(), path, " ".repeat(1 << 20));
        Map<String, String> plain = as(KIM);
        plain.put("Content-Type", "text/plain");
        send(each.method(), path, plain, api.exampleBody(each));
      }
    }
  }

  private static String filled(Operation operation) {
    String path = operation.path();
    for (Map.Entry<String, String> each : DUMMIES.entrySet()) {
      path = path.replace("{" + each.getKey() + "}", each.getValue());
    }
    return path;
  }

  private void people() throws Exception {
    ask(ANN, "POST", "/CheckText", "{\"text\": \"write to jane@example.com\"}");
    stack.write("users/ann/prompts/p1", Fields.empty().with("text", "a castle for Ann"));
    stack.write("users/ann/images/i1", Fields.empty().with("title", "fox"));
    stack.upload(ANN, "i1", "image/png", "no picture at all".getBytes(UTF_8));
    for (String method : List.of("GET", "HEAD")) {
      ask(ANN, method, "/Content/documents/prompts/p1", "");
      ask(ANN, method, "/Content/documents/prompts/none", "");
      ask(ANN, method, "/Content/blobs/images/i1", "");
      ask(ANN, method, "/Content/blobs/images/none", "");
    }
    ask(ANN, "GET", "/Content/blobs/images/i1", Map.of("Range", "bytes=0-1"));
    ask(ANN, "GET", "/Content/blobs/images/i1", Map.of("Range", "bytes=99-"));
    ask(ANN, "GET", "/MyData", "");
    ask(ANN, "GET", "/MyData/prompts", "");
    ask(ANN, "GET", "/MyData/prompts?page=x", "");
    ask(ANN, "GET", "/MyData/none", "");
    for (String function : List.of("/Objection", "/Restriction")) {
      for (String method : List.of("PUT", "GET", "DELETE")) {
        ask(ANN, method, function, "");
      }
    }
    ask(ANN, "GET", "/Objection/receipts", "");
    ask(ANN, "PATCH", "/Rectification", "{\"displayName\": \"Ann\"}");
    stack.cloud.accounts().create(BOB, Optional.empty(), Optional.empty());
    ask(BOB, "PATCH", "/Rectification", "{\"displayName\": \"Bob\"}");
  }

  private void exports() throws Exception {
    String part = "/Export/parts/1";
    ask(ANN, "GET", "/Export", "");
    ask(ANN, "DELETE", "/Export", "");
    ask(ANN, "GET", part, "");
    ask(ANN, "HEAD", part, "");
    ask(ANN, "POST", "/Export", "");
    stack.settle();
    ask(ANN, "GET", "/Export", "");
    ask(ANN, "HEAD", part, "");
    ask(ANN, "GET", part, "");
    ask(ANN, "GET", part, Map.of("Range", "bytes=0-1"));
    ask(ANN, "GET", part, Map.of("Range", "bytes=99999999-"));
    ask(ANN, "DELETE", "/Export", "");
  }

  /** ann asks by e-mail; support receives one and answers it. */
  private void byEmail() throws Exception {
    send(
        "POST",
        "/EmailRequests",
        Map.of(),
        "{\"email\": \"ann@example.com\", \"kind\": \"access\"}");
    Document letter = stack.cloud.documents().find(Query.in(OwnCollections.MAIL)).get(0);
    String text = letter.fields().map("message").string("text").orElseThrow();
    String token = text.split("/requests#", 2)[1].split("\\s", 2)[0];
    String confirm = "{\"token\": \"" + token + "\"}";
    JsonObject confirmed = json(send("POST", "/EmailRequests/confirm", Map.of(), confirm));
    send("POST", "/EmailRequests/confirm", Map.of(), confirm);
    for (String key : List.of(confirmed.get("statusKey").getAsString(), "another")) {
      send("GET", "/EmailRequests/status", Map.of("Authorization", "Bearer " + key), "");
    }
    String id = mail();
    ask(KIM, "GET", "/Cases", "");
    ask(KIM, "GET", "/Cases/" + id, "");
    ask(KIM, "GET", "/Cases/" + id + "/next", "");
    String words = "{\"words\": \"We are still looking.\"}";
    ask(KIM, "POST", "/Cases/" + id + "/extension", words);
    ask(KIM, "POST", "/Cases/" + id + "/extension", words);
    ask(KIM, "POST", "/Cases/" + id + "/fulfilment", words);
    ask(KIM, "POST", "/Cases/" + id + "/fulfilment", words);
    JsonObject opened =
        json(ask(KIM, "POST", "/Cases", api.exampleBody(api.find("POST", "/Cases").orElseThrow())));
    String denial = "{\"reason\": \"other\", \"words\": \"We cannot find it.\"}";
    String path = "/Cases/" + opened.get("case").getAsString() + "/denial";
    ask(KIM, "POST", path, denial);
    ask(KIM, "POST", path, denial);
  }

  /** Delivers e-mails and broken forms as the mail provider does; returns the case's id. */
  private String mail() throws Exception {
    Map<String, String> type = Map.of("Content-Type", "application/x-www-form-urlencoded");
    send("POST", "/MailIntake", Map.of("Content-Type", "text/plain"), "");
    send("POST", "/MailIntake", type, "timestamp=%zz");
    send("POST", "/MailIntake", type, "timestamp=1");
    send("POST", "/MailIntake", type, "a".repeat(27 << 20));
    FakeRequest question =
        MailgunRequests.encoded(
            MailgunRequests.message(1, stack.now(), "eve@example.com", "How does it work?"));
    String body = new String(question.body(), UTF_8);
    return json(send("POST", "/MailIntake", type, body)).get("case").getAsString();
  }

  /** The requests of a person whose erasure is requested or done. */
  private void afterErasure() throws Exception {
    SubjectId dan = stack.signUp("dan");
    Map<String, String> token = as(dan);
    ask(dan, "POST", "/EraseAccount", "{\"confirm\": \"erase\"}");
    ask(dan, "POST", "/Export", "");
    stack
        .wiring
        .services()
        .subjects()
        .transact(
            dan,
            tx -> {
              tx.raiseTombstone(stack.now(), "test", 1);
              return true;
            });
    for (String function : List.of("/Objection", "/Restriction")) {
      send("PUT", function, token, "");
      send("DELETE", function, token, "");
    }
    send("PATCH", "/Rectification", token, "{\"displayName\": \"Dan\"}");
  }

  private void tooManyRequests() throws Exception {
    FakeResponse answer = ask(LEE, "GET", "/EraseAccount", "");
    for (int i = 0; i < 60; i++) {
      answer = ask(LEE, "GET", "/EraseAccount", "");
    }
    assertThat(answer.status()).isEqualTo(429);
  }

  private void erasure() throws Exception {
    ask(ANN, "GET", "/EraseAccount", "");
    ask(ANN, "DELETE", "/EraseAccount", "");
    ask(ANN, "POST", "/EraseAccount", "{\"confirm\": \"erase\"}");
    ask(ANN, "GET", "/EraseAccount", "");
    ask(ANN, "DELETE", "/EraseAccount", "");
    ask(ANN, "POST", "/EraseAccount", "{\"confirm\": \"erase\"}");
    stack.later(Duration.ofDays(7));
    ask(ANN, "DELETE", "/EraseAccount", "");
    for (int hour = 0; hour < 3; hour++) {
      stack.task("sweep", Map.of());
      stack.settle();
      stack.later(Duration.ofHours(1));
    }
  }

  private void privacyPage() throws Exception {
    String page = "/PrivacyPage";
    String version = FixtureProduct.POLICIES.all().get(0).version();
    String same = page + "/diff?from=" + version + "&to=" + version;
    for (String each :
        List.of(
            page,
            page + "/versions?format=json",
            page + "/versions/" + version,
            page + "/versions/" + version + ".md",
            same,
            page + "/status?format=json")) {
      send("GET", each, Map.of(), "");
      send("GET", each, Map.of("If-None-Match", "*"), "");
      send("GET", each + (each.contains("?") ? "&" : "?") + "other=1", Map.of(), "");
    }
    send("GET", page + "/versions/2025-01-01", Map.of(), "");
    send("GET", same.replace(version, "2025-01-01"), Map.of(), "");
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    for (String body : List.of("answer=yes", "answer=maybe", "a".repeat(1_000))) {
      send("POST", page + "/helpful", form, body);
    }
    send("POST", page + "/helpful", Map.of("Content-Type", "text/plain"), "answer=yes");
  }

  private void staff() throws Exception {
    ask(KIM, "POST", "/ReviewDesk/safety", safety("users/ann/prompts/none"));
    ask(KIM, "POST", "/ReviewDesk/safety", safety("users/ann/prompts/p1"));
    ask(KIM, "POST", "/ReviewDesk/safety", safety("users/ann/images/i1"));
    stack.task("sweep", Map.of());
    stack.settle();
    review("improvement", "good");
    breakGlass(review("safety", "harmless"));
    for (Operation each : api.operations()) {
      if (each.node().get("tags").get(0).asText().equals("staff")) {
        ask(ANN, each.method(), filled(each), each.hasJsonBody() ? api.exampleBody(each) : "");
      }
    }
    evidence();
    providers();
  }

  private static String safety(String path) {
    return "{\"content\": \"" + path + "\", \"reason\": \"reported\"}";
  }

  /** Reviews all items of a queue, and returns the last one's id for the queue for safety. */
  private String review(String queue, String decision) throws Exception {
    String items = "/ReviewDesk/" + queue + "/items/";
    String decisionBody = "{\"decision\": \"" + decision + "\"}";
    String last = "";
    ask(KIM, "GET", items + RANDOM_ID, "");
    ask(KIM, "GET", items + RANDOM_ID + "/image", "");
    ask(KIM, "POST", items + RANDOM_ID + "/decision", decisionBody);
    JsonObject leases =
        json(ask(KIM, "POST", "/ReviewDesk/" + queue + "/batches", "{\"count\": 20}"));
    for (JsonElement each : leases.getAsJsonArray("items")) {
      String id = each.getAsJsonObject().get("id").getAsString();
      JsonObject texts = json(ask(KIM, "GET", items + id, ""));
      if (texts.get("mayHaveImage").getAsBoolean()) {
        ask(KIM, "GET", items + id + "/image", "");
      }
      if (queue.equals("safety")) {
        last = id;
        breakGlass(id);
      }
      ask(KIM, "POST", items + id + "/decision", decisionBody);
    }
    return last;
  }

  private void breakGlass(String item) throws Exception {
    String body = "{\"item\": \"" + item + "\", \"reason\": \"danger\", \"ticket\": \"SAFE-1\"}";
    FakeResponse asked = ask(KIM, "POST", "/ReviewDesk/break-glass", body);
    if (asked.status() == 202) {
      String request = "/ReviewDesk/break-glass/" + json(asked).get("request").getAsString();
      ask(KIM, "GET", request, "");
      ask(KIM, "POST", request + "/approval", "{}");
      ask(LEE, "POST", request + "/approval", "{}");
      ask(KIM, "GET", request, "");
    }
  }

  private void evidence() throws Exception {
    ask(KIM, "GET", "/Evidence", "");
    ask(KIM, "GET", "/Evidence/keys", "");
    erasure();
    stack.task("checkpoint-audit", Map.of());
    ask(KIM, "GET", "/Evidence", "");
    ask(KIM, "GET", "/Evidence/keys", "");
    ask(KIM, "GET", "/Evidence/checkpoints/1", "");
    ask(KIM, "GET", "/Evidence/checkpoints/99", "");
    String order = stack.orders("erasures").get(1).id();
    ask(KIM, "GET", "/Evidence/certificates/" + order, "");
    ask(KIM, "GET", "/Evidence/certificates/none", "");
  }

  private void providers() throws Exception {
    byte[] event = "{}".getBytes(UTF_8);
    send("POST", "/StripeWebhook", Stack.signed(event, stack.now()), "{}");
    send("POST", "/StripeWebhook", Map.of("Content-Encoding", "gzip"), "{}");
    send("POST", "/StripeWebhook", Map.of(), " ".repeat((1 << 20) + 1));
    JsonObject known =
        StripeJson.event(
            "evt_1", "customer.created", stack.now().getEpochSecond(), new JsonObject());
    String body = known.toString();
    send("POST", "/StripeWebhook", Stack.signed(body.getBytes(UTF_8), stack.now()), body);
  }

  private Map<String, String> as(SubjectId caller) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + stack.cloud.accounts().issueIdToken(caller));
    return headers;
  }

  private FakeResponse ask(SubjectId caller, String method, String path, String body)
      throws Exception {
    return send(method, path, as(caller), body);
  }

  private FakeResponse ask(SubjectId caller, String method, String path, Map<String, String> more)
      throws Exception {
    Map<String, String> headers = as(caller);
    headers.putAll(more);
    return send(method, path, headers, "");
  }

  /** Sends a request to its function, and validates the answer by the document. */
  private FakeResponse send(String method, String path, Map<String, String> headers, String body)
      throws Exception {
    Operation operation = api.find(method, path).orElseThrow();
    FakeResponse answer = call(path, method, headers, body);
    api.requireDocumented(operation, answer);
    given.add(operation.answer(Integer.toString(answer.status())));
    return answer;
  }

  private FakeResponse call(String path, String method, Map<String, String> headers, String body)
      throws Exception {
    String name = path.split("[/?]", -1)[1];
    DeployedFunction function =
        Arrays.stream(DeployedFunction.values())
            .filter(each -> each.functionName().equals(name))
            .findFirst()
            .orElseThrow();
    FakeResponse answer = new FakeResponse();
    ((HttpFunction) function.create(stack.as(function.entryPoint())))
        .service(
            FakeRequest.of(method, "http://localhost" + path, headers, body.getBytes(UTF_8)),
            answer);
    return answer;
  }

  private static JsonObject json(FakeResponse answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
