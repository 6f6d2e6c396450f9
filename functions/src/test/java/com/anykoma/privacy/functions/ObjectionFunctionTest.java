package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.usage.consent.ConsentReceipts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signed-in person objects, withdraws it as easily, restricts use, and takes receipts. */
@Keeps({"P22", "P25", "P38"})
@Tag("slow")
final class ObjectionFunctionTest {
  @TempDir private Path directory;
  private Stack stack;
  private SubjectId zoe;
  private String token;

  @BeforeEach
  void signUp() {
    stack = new Stack(directory);
    zoe = stack.signUp("zoe");
    stack.write("users/zoe/prompts/p1", Fields.empty().with("text", "a fox"));
    stack.settle();
    token = stack.cloud.accounts().issueIdToken(zoe);
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private FakeResponse ask(String method, String path, Map<String, String> more)
      throws IOException {
    return send("Objection", method, path, more, "");
  }

  private FakeResponse ask(String method) throws IOException {
    return ask(method, "", Map.of());
  }

  private FakeResponse restriction(String method) throws IOException {
    return send("Restriction", method, "", Map.of(), "");
  }

  private FakeResponse send(
      String function, String method, String path, Map<String, String> more, String body)
      throws IOException {
    Map<String, String> headers = new HashMap<>(more);
    headers.putIfAbsent("Authorization", "Bearer " + token);
    FakeRequest request =
        FakeRequest.of(
            method,
            "http://localhost/" + function + path,
            headers,
            body.getBytes(StandardCharsets.UTF_8));
    FakeResponse response = new FakeResponse();
    if (function.equals("Objection")) {
      new ObjectionFunction(stack.as(ObjectionFunction.class)).service(request, response);
    } else {
      new RestrictionFunction(stack.as(RestrictionFunction.class)).service(request, response);
    }
    return response;
  }

  private static JsonValue json(FakeResponse response) {
    assertThat(response.status()).isEqualTo(200);
    return StrictJson.object(response.bytes());
  }

  private Objection state() {
    return stack.wiring.services().consent().signals(zoe);
  }

  @Test
  void objectionWithdrawsContentAndIsAsEasilyWithdrawn() throws IOException {
    assertThat(stack.admitted()).hasSize(1);
    assertThat(json(ask("GET")).requiredFlag("inForce")).isFalse();

    JsonValue objected = json(ask("PUT"));
    stack.settle();

    assertThat(objected.requiredFlag("inForce")).isTrue();
    assertThat(objected.requiredObject("signals").requiredString("objection"))
        .isEqualTo("2026-11-22T12:00:00Z");
    assertThat(objected.requiredString("newContent")).contains("not used");
    assertThat(objected.requiredString("oldContent")).contains("not used");
    assertThat(objected.requiredString("policy")).isEqualTo("2026-01-06");
    assertThat(objected.objects("promises"))
        .filteredOn(it -> it.requiredString("id").equals("P25"))
        .singleElement()
        .satisfies(it -> assertThat(it.strings("sentences")).isNotEmpty());
    assertThat(stack.admitted()).isEmpty();

    stack.later(Duration.ofMinutes(1));
    JsonValue withdrawn = json(ask("DELETE"));
    stack.settle();

    assertThat(withdrawn.requiredFlag("inForce")).isFalse();
    assertThat(withdrawn.requiredString("through")).isEqualTo("2026-11-22T12:01:00Z");
    assertThat(withdrawn.requiredString("oldContent")).contains("stays withdrawn");
    assertThat(stack.admitted()).isEmpty();
  }

  @Test
  void repeatedRequestsChangeNothingMore() throws IOException {
    String first = ask("PUT").body();
    stack.later(Duration.ofMinutes(1));

    assertThat(ask("PUT").body()).isEqualTo(first);
    assertThat(ask("GET").body()).isEqualTo(first);
    ask("DELETE");
    stack.later(Duration.ofMinutes(1));
    assertThat(json(ask("DELETE")).requiredString("through")).isEqualTo("2026-11-22T12:01:00Z");
  }

  /** Each row: method, the value of the header Sec-GPC, whether the signal is in force then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | 1      | true
          PUT    | 1      | true
          DELETE | 1      | false
          GET    | 0      | false
          GET    | true   | false
          GET    | '1 '   | false
          GET    | '1, 1' | false
          GET    | '"1"'  | false
          GET    | ''     | false
          PUT    | 01     | false
          """)
  void onlyTheExactHeaderIsASignal(String method, String value, boolean inForce)
      throws IOException {
    ask(method, "", Map.of("Sec-GPC", value));

    assertThat(state().isInForce(Objection.Signal.GPC)).isEqualTo(inForce);
    assertThat(state().isInForce(Objection.Signal.OBJECTION)).isEqualTo(method.equals("PUT"));
  }

  @Test
  void absentHeaderLiftsNoSignalButAWithdrawalDoes() throws IOException {
    assertThat(json(ask("GET", "", Map.of("sec-gpc", "1"))).requiredFlag("inForce")).isTrue();
    ask("GET");
    ask("PUT");
    assertThat(state().isInForce(Objection.Signal.GPC)).isTrue();

    ask("DELETE", "", Map.of("Sec-GPC", "1"));
    assertThat(state().isInForce(Objection.Signal.GPC)).isTrue();
    assertThat(state().isInForce(Objection.Signal.OBJECTION)).isFalse();

    ask("DELETE");
    assertThat(state().inForce()).isFalse();
  }

  @Test
  void payingPersonObjectsToo() throws IOException {
    stack.subscribe(zoe, "cus_zoe", "sub_zoe");
    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(json(ask("PUT")).requiredFlag("inForce")).isTrue();
    assertThat(json(restriction("PUT")).requiredFlag("inForce")).isTrue();
  }

  @Test
  void fieldOfTheAccountIsClearedByAWithdrawal() throws IOException {
    stack.put("users/zoe", Map.of("createdAt", Stack.NOW, "objection", true, "gpc", true));
    stack.settle();
    stack.later(Duration.ofMinutes(1));
    assertThat(json(ask("GET")).requiredObject("signals").names())
        .containsExactlyInAnyOrder("objection", "gpc");

    ask("DELETE");
    stack.settle();

    Fields account =
        stack.cloud.documents().get(DocumentPath.of("users", "zoe")).orElseThrow().fields();
    assertThat(account.value("objection")).contains(false);
    assertThat(account.value("gpc")).contains(false);
    assertThat(state().inForce()).isFalse();
  }

  @Test
  void restrictionIsSeparateFromTheObjection() throws IOException {
    JsonValue restricted = json(restriction("PUT"));
    assertThat(restricted.requiredFlag("inForce")).isTrue();
    assertThat(restricted.requiredString("newContent")).contains("only its storage");
    stack.settle();
    assertThat(stack.admitted()).isEmpty();
    assertThat(stack.get(zoe, "/documents/prompts/p1").status()).isEqualTo(200);

    JsonValue objection = json(ask("GET"));
    assertThat(objection.requiredFlag("inForce")).isFalse();
    assertThat(objection.requiredObject("signals").names()).containsExactly("restriction");
    ask("DELETE");
    assertThat(state().isInForce(Objection.Signal.RESTRICTION)).isTrue();

    send("Restriction", "GET", "", Map.of("Sec-GPC", "1"), "");
    assertThat(state().isInForce(Objection.Signal.GPC)).isFalse();

    assertThat(json(restriction("DELETE")).requiredFlag("inForce")).isFalse();
    assertThat(state().inForce()).isFalse();
  }

  @Test
  void lostTasksOfARestrictionAreRepaired() throws IOException {
    restriction("PUT");
    stack.settleWithout(Set.of("withdraw"));
    assertThat(stack.admitted()).hasSize(1);

    stack.task("repair", Map.of("subject", "zoe"));
    stack.settle();
    assertThat(stack.admitted()).isEmpty();
  }

  @Test
  void receiptsAreAFileThatThePublicKeysVerify() throws IOException {
    stack.task("checkpoint-audit", Map.of());
    ask("PUT");
    stack.later(Duration.ofMinutes(1));

    FakeResponse response = ask("GET", "/receipts", Map.of("Sec-GPC", "1"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Disposition"))
        .isEqualTo("attachment; filename=consent-receipts.json");
    assertThat(response.header("Cache-Control")).isEqualTo("private, no-store");
    JsonValue content =
        stack
            .wiring
            .services()
            .evidence()
            .keyRing()
            .orElseThrow()
            .verified(response.bytes(), ConsentReceipts.TYPE, stack.now())
            .content();
    assertThat(content.objects("receipts"))
        .extracting(it -> it.requiredString("event_type"))
        .containsExactly("account", "objection");
    assertThat(response.body()).doesNotContain("zoe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/receipts/1", "/other", "/receipts/", "//", "/%2e%2e", "/receipts%00"})
  void otherPathsAreUnknown(String path) throws IOException {
    for (String method : List.of("GET", "PUT", "DELETE")) {
      assertThat(ask(method, path, Map.of()).status()).isEqualTo(404);
      assertThat(send("Restriction", method, path, Map.of(), "").status()).isEqualTo(404);
    }
    assertThat(ask("PUT", "/receipts", Map.of()).status()).isEqualTo(404);
    assertThat(send("Restriction", "GET", "/receipts", Map.of(), "").status()).isEqualTo(404);
    assertThat(state().inForce()).isFalse();
  }

  @Test
  void otherMethodsAndCallersWithoutTokenAreRefused() throws IOException {
    assertThat(ask("POST").status()).isEqualTo(405);
    assertThat(ask("PATCH").header("Allow")).isEqualTo("GET, PUT, DELETE");
    token = "nonsense";
    for (String method : List.of("GET", "PUT", "DELETE")) {
      assertThat(ask(method, "", Map.of("Sec-GPC", "1")).status()).isEqualTo(401);
      assertThat(restriction(method).status()).isEqualTo(401);
    }
    assertThat(state().inForce()).isFalse();
  }

  @Test
  void mistakesInTheBodyPreventNoObjection() throws IOException {
    String body = "{\"uid\": \"max\", \"uid\": " + "x".repeat(100_000);
    SubjectId max = stack.signUp("max");

    assertThat(send("Objection", "PUT", "", Map.of("Content-Type", "text/html"), body).status())
        .isEqualTo(200);

    assertThat(state().objects()).isTrue();
    assertThat(stack.wiring.services().consent().signals(max).inForce()).isFalse();
  }

  @Test
  @Keeps({"P23", "E17"})
  void tokenThatOutlivesTheAccountGets409() throws IOException {
    stack.wiring.services().erasures().begin(zoe, "request");

    for (String method : List.of("GET", "PUT", "DELETE")) {
      assertThat(ask(method).status()).isEqualTo(409);
      assertThat(restriction(method).status()).isEqualTo(409);
    }
  }

  @Test
  @Keeps("P23")
  void requestedErasureKeepsTheRights() throws IOException {
    stack.wiring.services().erasures().request(zoe, "request");

    assertThat(json(ask("PUT")).requiredFlag("inForce")).isTrue();
    assertThat(json(restriction("PUT")).requiredFlag("inForce")).isTrue();
  }
}
