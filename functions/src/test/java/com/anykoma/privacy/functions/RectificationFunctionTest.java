package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signed-in person corrects the listed fields of their own account document, and no others. */
@Keeps({"P11", "P38"})
@Tag("slow")
final class RectificationFunctionTest {
  @TempDir private Path directory;
  private Stack stack;
  private SubjectId zoe;
  private String token;

  @BeforeEach
  void signUp() {
    stack = new Stack(directory);
    zoe = stack.signUp("zoe");
    stack.put("users/zoe", Map.of("createdAt", Stack.NOW, "displayName", "Zo"));
    stack.settle();
    token = stack.cloud.accounts().issueIdToken(zoe);
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private FakeResponse patch(String type, String body) throws IOException {
    FakeResponse response = new FakeResponse();
    new RectificationFunction(stack.as(RectificationFunction.class))
        .service(
            FakeRequest.of(
                "PATCH",
                "http://localhost/Rectification",
                Map.of("Authorization", "Bearer " + token, "Content-Type", type),
                body.getBytes(StandardCharsets.UTF_8)),
            response);
    return response;
  }

  private Fields account() {
    return stack.cloud.documents().get(DocumentPath.of("users", "zoe")).orElseThrow().fields();
  }

  /** Each row: content type, body, status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json | {"displayName": "Zoë 🦊"}                        | 200
          application/json | {"displayName": ""}                               | 200
          application/json | {"displayName": "<b>=1+1"}                        | 200
          application/json | {}                                                | 200
          text/plain       | {"displayName": "Zoe"}                            | 415
          application/json | {"displayName": null}                             | 400
          application/json | {"displayName": 7}                                | 400
          application/json | {"displayName": ["Zoe"]}                          | 400
          application/json | {"displayName": {"a": "Zoe"}}                     | 400
          application/json | {"displayName": "Zoe", "displayName": "Max"}      | 400
          application/json | {"displayName": "Zoe", "plan": "pro"}             | 400
          application/json | {"displayName": "Zoe", "uid": "max"}              | 400
          application/json | {"email": "max@example.com"}                      | 400
          application/json | {"objection": false}                              | 400
          application/json | {"privacy.plan": "pro"}                           | 400
          application/json | {"displayName.first": "Zoe"}                      | 400
          application/json | {"__proto__": "x"}                                | 400
          application/json | {"displayName": "Zo\\u0000e"}                     | 400
          application/json | {"displayName": "Zo\\r\\nSet-Cookie: a"}        | 400
          application/json | {"displayName": "Zo\\u2028e"}                     | 400
          application/json | {"displayName": "\\u202Eeoz"}                     | 400
          application/json | {"displayName": "\\uD83E"}                        | 400
          application/json | {"displayName": "Zoe"                             | 400
          application/json | []                                                | 400
          """)
  void acceptsOnlyListedFieldsAndPlainText(String type, String body, int status)
      throws IOException {
    Fields before = account();

    FakeResponse response = patch(type, body);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).doesNotContain("Zo").doesNotContain("max");
    if (status != 200) {
      assertThat(account()).isEqualTo(before);
    }
  }

  @Test
  void correctionReplacesOnlyTheNamedField() throws IOException {
    assertThat(patch("application/json", "{\"displayName\": \"Zoë\"}").status()).isEqualTo(200);
    stack.settle();

    assertThat(account().string("displayName")).contains("Zoë");
    assertThat(account().instant("createdAt")).contains(Stack.NOW);
  }

  @Test
  void refusesTooLongValuesAndBodies() throws IOException {
    String longest = "{\"displayName\": \"" + "é".repeat(200) + "\"}";
    assertThat(patch("application/json", longest).status()).isEqualTo(200);
    assertThat(patch("application/json", longest.replace("\"}", "e\"}")).status()).isEqualTo(400);
    assertThat(patch("application/json", longest + " ".repeat(9_000)).status()).isEqualTo(413);
  }

  @Test
  void requestWithoutTokenOrAccountDocumentIsRefused() throws IOException {
    stack.cloud.documents().delete(List.of(DocumentPath.of("users", "zoe")));
    assertThat(patch("application/json", "{\"displayName\": \"Zoe\"}").status()).isEqualTo(404);

    token = "nonsense";
    assertThat(patch("application/json", "{\"displayName\": \"Zoe\"}").status()).isEqualTo(401);
    assertThat(stack.everything()).doesNotContainKey("users/zoe");
  }

  @Test
  @Keeps({"P23", "E17"})
  void tokenThatOutlivesTheAccountGets409() throws IOException {
    stack.wiring.services().erasures().begin(zoe, "request");

    assertThat(patch("application/json", "{\"displayName\": \"Zoe\"}").status()).isEqualTo(409);
    assertThat(account().string("displayName")).contains("Zo");
  }
}
