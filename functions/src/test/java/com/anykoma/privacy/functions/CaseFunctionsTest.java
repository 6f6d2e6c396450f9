package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.MailgunRequests.encoded;
import static com.anykoma.privacy.functions.MailgunRequests.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the intake of mails, the cases that staff see, and every crash on the way to an erasure.
 */
@Keeps({"P17", "P18", "P23", "P26", "P38", "E26", "E28"})
@SuppressWarnings("NullAway.Init")
final class CaseFunctionsTest {
  private static final String ANN = "Ann@Example.com";
  private static final String ERASE = "Please delete my account.";

  @TempDir private Path directory;
  private final Death death = new Death(() -> this.stack.messages);
  private Stack stack;

  private void open() {
    stack = new Stack(directory, death);
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private FakeResponse receive(HttpRequest request) throws IOException {
    FakeResponse response = new FakeResponse();
    stack.messages++;
    new MailIntakeFunction(stack.as(MailIntakeFunction.class)).service(request, response);
    return response;
  }

  private List<Document> all(CollectionPath collection) {
    return stack.cloud.documents().find(Query.in(collection));
  }

  private Fields theCase() {
    assertThat(all(OwnCollections.CASES)).hasSize(1);
    return all(OwnCollections.CASES).get(0).fields();
  }

  private FakeResponse desk(String method, SubjectId caller, String path, String json)
      throws IOException {
    FakeResponse response = new FakeResponse();
    FakeRequest request =
        FakeRequest.of(
            method,
            "http://localhost/Cases" + path,
            Map.of(
                "Authorization",
                "Bearer " + stack.cloud.accounts().issueIdToken(caller),
                "Content-Type",
                "application/json"),
            json.getBytes(StandardCharsets.UTF_8));
    new CasesFunction(stack.as(CasesFunction.class)).service(request, response);
    return response;
  }

  private SubjectId staff() {
    SubjectId staff = stack.signUp("staff");
    stack.cloud.accounts().setClaims(staff, Map.of("staff", List.of("cases")));
    return staff;
  }

  @Test
  void mailBecomesACaseWhoseClockRunsFromItsReceipt() throws IOException {
    open();
    Map<String, String> mail = message(1, stack.now().minus(Duration.ofHours(7)), ANN, ERASE);

    try (LogLines log = new LogLines()) {
      assertThat(receive(encoded(mail)).status()).isEqualTo(200);
      assertThat(receive(encoded(mail)).status()).isEqualTo(200);
      assertThat(log.lines().toString()).doesNotContainIgnoringCase("ann@", "delete my");
    }

    assertThat(theCase().string("kind")).hasValue("erasure");
    assertThat(theCase().string("address")).hasValue("ann@example.com");
    assertThat(theCase().instant("receivedAt")).hasValue(stack.now().minus(Duration.ofHours(7)));
    assertThat(theCase().strings("texts")).containsExactly("My data\n\n" + ERASE);
    assertThat(all(OwnCollections.MAIL)).hasSize(1);
  }

  @Test
  void attachmentsAreNotKept() throws IOException {
    open();
    Map<String, String> mail = message(1, stack.now(), ANN, ERASE);

    assertThat(receive(MailgunRequests.multipart(mail, "attachment-1")).status()).isEqualTo(200);

    assertThat(theCase().string("kind")).hasValue("erasure");
    assertThat(theCase().asMap().toString()).doesNotContain("secret bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signature | 00                | 401 | no valid signature
          signature | zz                | 401 | no valid signature
          signature |                   | 401 | no valid signature
          token     | other             | 401 | no valid signature
          timestamp | 1                 | 401 | no valid signature
          sender    | not an address    | 406 | no address
          sender    | a@b.c, d@e.f      | 406 | no address
          sender    | "a@b.c\\r\\nBcc: x@y.z" | 406 | no address
          """)
  void badFormChangesNothing(String field, String value, int status, String reason)
      throws IOException {
    open();
    Map<String, String> mail = message(1, stack.now(), ANN, ERASE);
    mail.put(field, value == null ? "" : value.replace("\\r\\n", "\r\n"));
    Map<String, Document> before = stack.everything();

    FakeResponse response = receive(encoded(mail));

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).contains(reason);
    assertThat(stack.everything()).isEqualTo(before);
  }

  @Test
  void staleForeignAndReplayedSignaturesAreRefused() throws IOException {
    open();
    Map<String, String> mail = message(1, stack.now(), ANN, ERASE);
    assertThat(receive(encoded(mail)).status()).isEqualTo(200);
    Map<String, Document> before = stack.everything();
    Map<String, String> replayed = new HashMap<>(mail);
    replayed.put("sender", "eve@example.com");
    replayed.put("Message-Id", "<other@example.com>");
    Map<String, String> foreign = message(2, stack.now(), ANN, ERASE);
    foreign.put("signature", MailgunRequests.signature("another key", foreign));
    Map<String, String> stale = message(3, stack.now().minus(Duration.ofHours(25)), ANN, ERASE);
    Map<String, String> future = message(4, stack.now().plus(Duration.ofMinutes(6)), ANN, ERASE);

    for (Map<String, String> each : List.of(replayed, foreign, stale, future)) {
      assertThat(receive(encoded(each)).status()).isEqualTo(401);
    }

    assertThat(stack.everything()).isEqualTo(before);
  }

  @Test
  void otherMethodsTypesAndSizesAreRefused() throws IOException {
    open();
    FakeRequest good = encoded(message(1, stack.now(), ANN, ERASE));
    Map<String, String> json = Map.of("Content-Type", "application/json");

    assertThat(receive(FakeRequest.of("GET", good.uri(), good.headers())).status()).isEqualTo(405);
    assertThat(receive(FakeRequest.of("POST", good.uri(), json, good.body())).status())
        .isEqualTo(406);
    assertThat(
            receive(new FakeRequest("POST", good.uri(), good.headers(), good.body(), 30_000_000))
                .status())
        .isEqualTo(413);
    assertThat(
            receive(
                    FakeRequest.of(
                        "POST",
                        good.uri(),
                        good.headers(),
                        "%zz=1".getBytes(StandardCharsets.UTF_8)))
                .status())
        .isEqualTo(400);
    assertThat(all(OwnCollections.CASES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[\"Auto-Submitted\", \"auto-replied\"]]",
        "[[\"Precedence\", \"bulk\"]]",
        "[[\"List-Id\", \"<a.b>\"]]"
      })
  void automaticMailIsNotAnswered(String headers) throws IOException {
    open();
    Map<String, String> bounce = message(1, stack.now(), "", ERASE);
    Map<String, String> reply = message(2, stack.now(), ANN, "I am on holiday.");
    reply.put("message-headers", headers);
    Map<String, String> agent = message(3, stack.now(), ANN, ERASE);
    agent.put("message-headers", headers);

    assertThat(receive(encoded(bounce)).body()).contains("ignored");
    assertThat(receive(encoded(reply)).body()).contains("ignored");
    assertThat(receive(encoded(agent)).body()).contains("case");

    assertThat(theCase().string("source")).hasValue("automatic");
    assertThat(all(OwnCollections.MAIL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please delete my account and all data | erasure",
        "I exercise my right to be forgotten   | erasure",
        "GDPR Article 15 request               | access",
        "send me a copy of my personal data    | access",
        "I want to download my data            | export",
        "I object to the processing            | objection",
        "please correct my data                | rectification",
        "restriction of processing, Article 18 | restriction",
        "How do I delete an image?             | question",
        "delete my account or export my data?  | question",
        "hello                                 | question"
      })
  void kindFollowsFromPhrases(String text, String kind) throws IOException {
    open();
    receive(encoded(message(1, stack.now(), ANN, text.replace(" data", "\ndata"))));

    assertThat(theCase().string("kind")).hasValue(kind);
  }

  @Test
  void onlyStaffSeeCases() throws IOException {
    open();
    SubjectId staff = staff();
    receive(encoded(message(1, stack.now(), ANN, "A question?")));
    String id = all(OwnCollections.CASES).get(0).path().id();

    assertThat(desk("GET", stack.signUp("eve"), "/" + id, "").status()).isEqualTo(404);
    assertThat(desk("GET", staff, "/", "").body()).contains(id).doesNotContain("ann@");
    assertThat(desk("GET", staff, "/" + id + "/next", "").body()).isEqualTo("{\"cases\":[]}");
    assertThat(desk("GET", staff, "/" + id, "").body()).contains("ann@example.com", "A question?");
    assertThat(desk("GET", staff, "/" + "x".repeat(22), "").status()).isEqualTo(404);
    assertThat(desk("GET", staff, "/../" + id, "").status()).isEqualTo(404);
    assertThat(desk("POST", staff, "/" + id, "{}").status()).isEqualTo(404);
    assertThat(desk("GET", staff, "/" + id + "/denial", "").status()).isEqualTo(404);
  }

  @Test
  void staffDecideWithWords() throws IOException {
    open();
    SubjectId staff = staff();
    String opened =
        desk(
                "POST",
                staff,
                "",
                "{\"kind\":\"access\",\"email\":\"bob@example.com\",\"receivedAt\":\"2026-11-20T08:00:00Z\",\"text\":\"by letter\"}")
            .body();
    String id = all(OwnCollections.CASES).get(0).path().id();

    assertThat(opened).contains(id);
    assertThat(desk("POST", staff, "/" + id + "/extension", "{\"words\":\"\"}").status())
        .isEqualTo(400);
    assertThat(desk("POST", staff, "/" + id + "/extension", "{\"words\":\"many\"}").status())
        .isEqualTo(200);
    assertThat(desk("POST", staff, "/" + id + "/fulfilment", "{\"words\":\"done\"}").status())
        .isEqualTo(409); // the address is not proven
    assertThat(
            desk("POST", staff, "/" + id + "/denial", "{\"words\":\"no\",\"reason\":\"why\"}")
                .status())
        .isEqualTo(400);
    assertThat(
            desk("POST", staff, "/" + id + "/denial", "{\"words\":\"no\",\"reason\":\"other\"}")
                .status())
        .isEqualTo(200);
    assertThat(theCase().string("state")).hasValue("denied");
    assertThat(
            desk(
                    "POST",
                    staff,
                    "",
                    "{\"kind\":\"access\",\"email\":\"b@example.com\",\"receivedAt\":\"2099-01-01T00:00:00Z\",\"text\":\"x\"}")
                .status())
        .isEqualTo(400);
  }

  /** The mail is delivered again, as the provider does; the sweep and the person do the rest. */
  @Test
  void everyCrashLeadsToOneCaseOneOrderAndOneLetterPerStep() throws IOException {
    open();
    int points = 0;
    for (boolean isDone : new boolean[] {false, true}) {
      boolean died = true;
      for (int at = 1; died; at++) {
        String name = "p" + (isDone ? "d" : "b") + at;
        SubjectId person = stack.signUp(name);
        stack.settle();
        death.arm(at, isDone);
        attempt(() -> story(name, person));
        died = death.came();
        points += died ? 1 : 0;
        death.disarm();
        stack.later(Duration.ofMinutes(16));
        attempt(() -> story(name, person));
        for (int i = 0; i < 3; i++) {
          stack.later(Duration.ofHours(7));
          stack.task("sweep", Map.of());
          stack.settle();
        }
        String address = name + "@example.com";
        List<Document> cases =
            stack
                .cloud
                .documents()
                .find(Query.in(OwnCollections.CASES).whereEqual("address", address));
        assertThat(cases).as("died at %s, done %s", at, isDone).hasSize(1);
        Fields found = cases.get(0).fields();
        assertThat(found.string("state")).hasValue("in_progress");
        assertThat(found.has("uid")).isFalse();
        assertThat(found.string("order"))
            .isEqualTo(stack.wiring.services().erasures().status(person).map(it -> it.id()));
        assertThat(
                stack
                    .cloud
                    .documents()
                    .find(Query.in(OwnCollections.MAIL).whereContains("to", address)))
            .as("died at %s, done %s", at, isDone)
            .hasSize(1);
      }
    }
    assertThat(points).isGreaterThan(12);
  }

  @FunctionalInterface
  private interface Flow {
    void run() throws IOException;
  }

  private void attempt(Flow flow) throws IOException {
    try {
      flow.run();
    } catch (RuntimeException e) {
      assertThat(death.came()).as(String.valueOf(e)).isTrue();
    }
  }

  private void story(String name, SubjectId person) throws IOException {
    Map<String, String> mail = message(name.hashCode(), Stack.NOW, name + "@example.com", ERASE);
    mail.put("timestamp", Long.toString(stack.now().getEpochSecond()));
    mail.put("signature", MailgunRequests.signature(Stack.MAIL_KEY, mail));
    String body = receive(encoded(mail)).body();
    stack.messages++;
    stack.task("sweep", Map.of());
    String id = body.replaceAll(".*\"case\":\"([^\"]+)\".*", "$1");
    stack.messages++;
    stack.wiring.services().cases(Stack.PAGES).confirm(id, Optional.of(person));
  }

  @Test
  void failureOfTheStoreIsNotAcknowledged() {
    open();
    death.arm(1, false);

    assertThatThrownBy(() -> receive(encoded(message(1, stack.now(), ANN, ERASE))))
        .isInstanceOf(IllegalStateException.class);
    death.disarm();
    assertThat(all(OwnCollections.CASES)).isEmpty();
  }
}
