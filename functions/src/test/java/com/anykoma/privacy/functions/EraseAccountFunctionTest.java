package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that only the subject can create or cancel their erasure request. */
@Keeps({"P20", "P23", "P38"})
@Tag("slow")
final class EraseAccountFunctionTest {
  private static final String CONFIRM = "{\"confirm\": \"erase\"}";

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

  private FakeResponse ask(String method, String type, String body) throws IOException {
    Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + token));
    headers.put("Content-Type", type);
    FakeResponse response = new FakeResponse();
    new EraseAccountFunction(stack.as(EraseAccountFunction.class))
        .service(
            FakeRequest.of(
                method, "http://localhost/", headers, body.getBytes(StandardCharsets.UTF_8)),
            response);
    return response;
  }

  private FakeResponse post() throws IOException {
    return ask("POST", "application/json", CONFIRM);
  }

  private boolean isShown() throws IOException {
    return stack.get(zoe, "/documents/prompts/p1").status() == 200;
  }

  @Test
  void repeatedRequestReturnsTheSameDate() throws IOException {
    FakeResponse first = post();
    FakeResponse again = post();

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.body())
        .contains("\"state\":\"open\"")
        .contains("\"restorableUntil\":\"2026-11-29T12:00:00Z\"")
        .contains("\"dueAt\":\"2026-12-22T12:00:00Z\"")
        .containsPattern("\"nonce\":\"[A-Za-z0-9_-]{43}\"");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(ask("GET", "text/plain", "").body()).isEqualTo(first.body());
    assertThat(isShown()).isFalse();
  }

  @Test
  void cancellationInTimeRestoresTheState() throws IOException {
    post();
    stack.settle();
    stack.later(Duration.ofDays(7).minusSeconds(1));
    token = stack.cloud.accounts().issueIdToken(zoe);

    assertThat(ask("DELETE", "text/plain", "").body()).contains("\"state\":\"revoked\"");

    stack.later(Duration.ofDays(1));
    stack.task("sweep", Map.of());
    stack.settle();
    assertThat(isShown()).isTrue();
    token = stack.cloud.accounts().issueIdToken(zoe);
    assertThat(post().body()).contains("-2\"").contains("\"state\":\"open\"");
  }

  @Test
  void cancellationAfterTheWindowReturns409() throws IOException {
    post();
    stack.later(Duration.ofDays(7));
    token = stack.cloud.accounts().issueIdToken(zoe);

    assertThat(ask("DELETE", "text/plain", "").status()).isEqualTo(409);

    stack.task("sweep", Map.of());
    stack.settle();
    assertThat(stack.tracesOf(zoe)).isEmpty();
    assertThat(ask("GET", "text/plain", "").status()).isEqualTo(401);
  }

  @Test
  void withoutRequestReturns404() throws IOException {
    assertThat(ask("GET", "text/plain", "").status()).isEqualTo(404);
    assertThat(ask("DELETE", "text/plain", "").status()).isEqualTo(404);
    assertThat(ask("PUT", "text/plain", "").status()).isEqualTo(405);
  }

  /** Each row: content type, body, status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                  | {"confirm": "erase"}                 | 202
          application/json; charset=utf-8   | {"confirm": "erase"}                 | 202
          text/plain                        | {"confirm": "erase"}                 | 415
          application/json                  | {"confirm": "yes"}                   | 400
          application/json                  | {"confirm": "erase", "uid": "max"}   | 400
          application/json                  | {"uid": "max"}                       | 400
          application/json                  | {"confirm": true}                    | 400
          application/json                  | {"confirm": "erase"                  | 400
          application/json                  | []                                   | 400
          application/json                  | {"confirm":"erase","confirm":"erase"} | 400
          """)
  void acceptsOnlyTheExactConfirmation(String type, String body, int status) throws IOException {
    assertThat(ask("POST", type, body).status()).isEqualTo(status);

    assertThat(isShown()).isEqualTo(status != 202);
  }

  @Test
  void refusesTooLongBody() throws IOException {
    String padded = CONFIRM + " ".repeat(2_000);

    assertThat(ask("POST", "application/json", padded).status()).isEqualTo(413);
  }

  @Test
  void oldSignInReturns401WithChallenge() throws IOException {
    stack.later(Duration.ofMinutes(6));

    FakeResponse response = post();

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate"))
        .contains("Bearer error=\"insufficient_user_authentication\", max_age=300");
    assertThat(isShown()).isTrue();
  }

  @Test
  void requestWithoutTokenStartsNoErasure() throws IOException {
    token = "nonsense";

    assertThat(post().status()).isEqualTo(401);
  }
}
