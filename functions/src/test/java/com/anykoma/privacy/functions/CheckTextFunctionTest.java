package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that an app can have a text checked before it stores the text. */
@Keeps("P32")
@TestInstance(Lifecycle.PER_CLASS)
final class CheckTextFunctionTest {
  private static final String PROMPT = "write to zoe@example.com, card 4242 4242 4242 4242";

  private Stack stack;
  private String token;

  @BeforeAll
  void signUp(@TempDir Path directory) {
    stack = new Stack(directory);
    token = stack.cloud.accounts().issueIdToken(stack.signUp("zoe"));
  }

  @AfterAll
  void close() {
    stack.close();
  }

  private FakeResponse ask(String type, String body) throws IOException {
    FakeResponse response = new FakeResponse();
    new CheckTextFunction(stack.as(CheckTextFunction.class))
        .service(
            FakeRequest.of(
                "POST",
                "http://localhost/",
                Map.of("Authorization", "Bearer " + token, "Content-Type", type),
                body.getBytes(StandardCharsets.UTF_8)),
            response);
    return response;
  }

  private FakeResponse check(String text) throws IOException {
    return ask("application/json", "{\"text\": \"" + text + "\"}");
  }

  @Test
  void returnsKindsAndOffsetsAndNoText() throws IOException {
    FakeResponse response = check(PROMPT);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"sensitive\":true,\"spans\":["
                + "{\"type\":\"EMAIL\",\"start\":9,\"end\":24,\"sensitive\":false},"
                + "{\"type\":\"CARD\",\"start\":31,\"end\":50,\"sensitive\":true}]}");
  }

  @Test
  void ordinaryPromptHasNoSpans() throws IOException {
    assertThat(check("a castle at dawn").body()).isEqualTo("{\"sensitive\":false,\"spans\":[]}");
  }

  @Test
  void storesAndLogsNothingOfTheText() throws IOException {
    Map<String, Document> before = stack.everything();
    try (LogLines lines = new LogLines()) {
      check(PROMPT);

      assertThat(lines.lines()).isEmpty();
    }
    Map<String, Document> after = stack.everything();
    after.keySet().removeIf(it -> it.startsWith("rateLimits/"));
    before.keySet().removeIf(it -> it.startsWith("rateLimits/"));
    assertThat(after).isEqualTo(before);
    assertThat(stack.cloud.counts().snapshot().keySet()).noneMatch(it -> it.startsWith("blobs."));
  }

  /** Each row: content type, body, status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/plain       | {"text": "a"}               | 415
          application/json | {"text": 1}                 | 400
          application/json | {"text": null}              | 400
          application/json | {"text": "a", "uid": "max"} | 400
          application/json | {"text": "a", "text": "b"}  | 400
          application/json | {"text": "a                 | 400
          application/json | {}                          | 400
          application/json | ["a"]                       | 400
          """)
  void refusesOtherBodies(String type, String body, int status) throws IOException {
    assertThat(ask(type, body).status()).isEqualTo(status);
  }

  @Test
  void refusesMoreThan20Kilobytes() throws IOException {
    assertThat(check("a".repeat(20_480)).status()).isEqualTo(200);
    assertThat(check("\\u00e9".repeat(10_240)).status()).isEqualTo(200);
    assertThat(check("a".repeat(20_481)).status()).isEqualTo(413);
    assertThat(check("\\u00e9".repeat(10_241)).status()).isEqualTo(413);
    assertThat(check(" ".repeat(200_000)).status()).isEqualTo(413);
  }

  @Test
  void loneSurrogatesAreNoError() throws IOException {
    assertThat(check("\\ud83d \\udc00 zoe@example.com").body()).contains("\"start\":4,\"end\":19");
  }
}
