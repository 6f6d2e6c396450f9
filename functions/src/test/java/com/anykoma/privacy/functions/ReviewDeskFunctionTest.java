package com.anykoma.privacy.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the requests of reviewers, with the rights that the deployed function has. */
@Keeps({"P5", "P18", "P33"})
@Tag("slow")
final class ReviewDeskFunctionTest {
  private static final SubjectId KIM = new SubjectId("kim");
  private static final SubjectId LEE = new SubjectId("lee");
  private static final String NO_ID = "x".repeat(22);

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void open() {
    stack = new Stack(directory);
    for (SubjectId each : new SubjectId[] {KIM, LEE}) {
      stack.signUp(each.value());
      stack.cloud.accounts().setClaims(each, Map.of("staff", List.of("review", "safety")));
    }
    stack.signUp("ann");
    stack.write("users/ann/prompts/p1", Fields.empty().with("text", "a castle for Ann"));
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private FakeResponse get(SubjectId caller, String path) throws IOException {
    return ask(caller, "GET", path, "");
  }

  private FakeResponse post(SubjectId caller, String path, String body) throws IOException {
    return ask(caller, "POST", path, body);
  }

  private FakeResponse ask(SubjectId caller, String method, String path, String body)
      throws IOException {
    String token = stack.cloud.accounts().issueIdToken(caller);
    return ask(method, Map.of("Authorization", "Bearer " + token), path, body);
  }

  private FakeResponse ask(String method, Map<String, String> headers, String path, String body)
      throws IOException {
    FakeResponse response = new FakeResponse();
    new ReviewDeskFunction(stack.as(ReviewDeskFunction.class))
        .service(
            FakeRequest.of(method, "http://localhost" + path, headers, body.getBytes(UTF_8)),
            response);
    return response;
  }

  private static JsonObject json(FakeResponse response) {
    assertThat(response.status()).as(response.body()).isLessThan(300);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private void submit() throws IOException {
    submit("users/ann/prompts/p1");
  }

  private void submit(String path) throws IOException {
    json(post(KIM, "/safety", "{\"content\": \"" + path + "\", \"reason\": \"reported\"}"));
  }

  private String leased(SubjectId reviewer) throws IOException {
    JsonArray items =
        json(post(reviewer, "/safety/batches", "{\"count\": 1}")).getAsJsonArray("items");
    return items.get(0).getAsJsonObject().get("id").getAsString();
  }

  @Test
  void reviewerLeasesViewsAndDecides() throws IOException {
    submit();
    String id = leased(KIM);

    JsonObject item = json(get(KIM, "/safety/items/" + id));
    JsonObject decision =
        json(post(KIM, "/safety/items/" + id + "/decision", "{\"decision\": \"harmless\"}"));

    assertThat(item.getAsJsonObject("texts").get("text").getAsString())
        .startsWith("a castle for [");
    assertThat(item.keySet()).containsExactly("texts", "withheld", "mayHaveImage");
    assertThat(item.toString()).doesNotContain("ann").doesNotContain("Ann").doesNotContain("p1");
    assertThat(decision.get("decision").getAsString()).isEqualTo("harmless");
    assertThat(get(KIM, "/safety/items/" + id).status()).isEqualTo(410);
  }

  @Test
  void reviewerSeesTheImage() throws IOException {
    byte[] picture = "no picture at all".getBytes(UTF_8);
    stack.write("users/ann/images/i1", Fields.empty().with("title", "fox"));
    stack.upload(new SubjectId("ann"), "i1", "image/png", picture);
    submit("users/ann/images/i1");
    String id = leased(KIM);

    FakeResponse image = get(KIM, "/safety/items/" + id + "/image");

    assertThat(image.bytes()).isEqualTo(picture);
    assertThat(image.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(image.getHeaders().toString()).doesNotContain("ann");
    assertThat(get(LEE, "/safety/items/" + id + "/image").status()).isEqualTo(410);
  }

  @Test
  void reviewerSeesTheCopyOfAnAdmittedItem() throws IOException {
    stack.task("sweep", Map.of());
    stack.settle();
    JsonArray items =
        json(post(KIM, "/improvement/batches", "{\"count\": 20}")).getAsJsonArray("items");
    String id = items.get(0).getAsJsonObject().get("id").getAsString();

    JsonObject item = json(get(KIM, "/improvement/items/" + id));
    FakeResponse decision =
        post(KIM, "/improvement/items/" + id + "/decision", "{\"decision\": \"good\"}");

    assertThat(items).hasSize(1);
    assertThat(item.getAsJsonObject("texts").get("text").getAsString())
        .startsWith("a castle for [");
    assertThat(decision.status()).isEqualTo(200);
    assertThat(get(KIM, "/safety/items/" + id).status()).isEqualTo(410);
  }

  @Test
  void endedLeaseIs410AndTheItemIsLeasedAgain() throws IOException {
    submit();
    String id = leased(KIM);
    stack.later(Duration.ofHours(1));

    FakeResponse view = get(KIM, "/safety/items/" + id);
    FakeResponse decision =
        post(KIM, "/safety/items/" + id + "/decision", "{\"decision\": \"violation\"}");

    assertThat(view.status()).isEqualTo(410);
    assertThat(view.body()).contains("your lease of the item has ended");
    assertThat(decision.status()).isEqualTo(410);
    assertThat(leased(LEE)).isNotEqualTo(id);
  }

  @Test
  void originalNeedsAnotherMemberOfStaff() throws IOException {
    submit();
    String id = leased(KIM);
    String asked =
        json(post(
                KIM,
                "/break-glass",
                "{\"item\": \"" + id + "\", \"reason\": \"danger\", \"ticket\": \"SAFE-1\"}"))
            .get("request")
            .getAsString();

    assertThat(get(KIM, "/break-glass/" + asked).status()).isEqualTo(404);
    assertThat(post(KIM, "/break-glass/" + asked + "/approval", "{}").status()).isEqualTo(409);
    assertThat(post(LEE, "/break-glass/" + asked + "/approval", "{}").status()).isEqualTo(200);
    assertThat(get(LEE, "/break-glass/" + asked).status()).isEqualTo(404);
    assertThat(get(KIM, "/break-glass/" + asked).body()).contains("a castle for Ann");
    stack.later(Duration.ofHours(1));
    assertThat(get(KIM, "/break-glass/" + asked).status()).isEqualTo(404);
  }

  @Test
  void emptyQueueLeasesNothing() throws IOException {
    assertThat(json(post(KIM, "/ReviewDesk/safety/batches", "{\"count\": 20}")).toString())
        .isEqualTo("{\"items\":[]}");
  }

  @Test
  void unknownItemIsA410() throws IOException {
    assertThat(get(KIM, "/improvement/items/" + NO_ID).status()).isEqualTo(410);
    assertThat(get(KIM, "/improvement/items/" + NO_ID + "/image").status()).isEqualTo(410);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/safety/batches | {\"count\": 0}",
        "/safety/batches | {\"count\": 21}",
        "/safety/batches | {\"count\": \"1\"}",
        "/safety/batches | {\"count\": 1, \"plan\": \"free\"}",
        "/safety/batches | {\"count\": 1, \"count\": 2}",
        "/safety/batches | []",
        "/safety | {\"content\": \"users/ann/prompts/p1\"}",
        "/safety | {\"content\": \"users/ann/prompts/p1\", \"reason\": \"I dislike it\"}",
        "/safety | {\"content\": \"users/../prompts/p1\", \"reason\": \"reported\"}",
        "/safety | {\"content\": \"users/ann/prompts\", \"reason\": \"reported\"}",
        "/safety/items/xxxxxxxxxxxxxxxxxxxxxx/decision | {\"decision\": \"good\"}",
        "/improvement/items/xxxxxxxxxxxxxxxxxxxxxx/decision | {\"decision\": \"harmless\"}",
        "/break-glass | {\"item\": \"a\", \"reason\": \"danger\", \"ticket\": \"because\"}",
        "/break-glass | {\"item\": \"a\", \"reason\": \"curious\", \"ticket\": \"SAFE-1\"}",
      })
  void unexpectedBodyIsA400(String path, String body) throws IOException {
    FakeResponse response = post(KIM, path, body);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("the body cannot be read").doesNotContain("dislike");
  }

  @Test
  void bodyIsLimitedTo8KiB() throws IOException {
    String padding = " ".repeat(8_192);

    assertThat(post(KIM, "/safety/batches", "{\"count\": 1}" + padding).status()).isEqualTo(413);
  }

  @Test
  void otherTypesOfContentAreRefused() throws IOException {
    String token = stack.cloud.accounts().issueIdToken(KIM);
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + token, "Content-Type", "text/plain");

    assertThat(ask("POST", headers, "/safety/batches", "{\"count\": 1}").status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/safety",
        "/safety/items/",
        "/safety/items/short",
        "/safety/items/../items/xxxxxxxxxxxxxxxxxxxxxx",
        "/safety/items/xxxxxxxxxxxxxxxxxxxxxx/",
        "/safety/items/xxxxxxxxxxxxxxxxxxxxxx%2Fimage",
        "/safety/items/xxxxxxxxxxxxxxxxxxxxxx/decision",
        "/both/items/xxxxxxxxxxxxxxxxxxxxxx",
        "/safety/items/{id}",
        "/break-glass/xxxxxxxxxxxxxxxxxxxxxx",
        "/break-glass/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "/safety/items/xxxxxxxxxxxxxxxxxxxxxx\\image"
      })
  void unknownPathsReturn404(String path) throws IOException {
    assertThat(get(KIM, path).status()).isEqualTo(404);
  }

  @Test
  void unknownContentIsA404() throws IOException {
    for (String each : new String[] {"users/ann/prompts/none", "users/ann", "subjects/ann"}) {
      assertThat(
              post(KIM, "/safety", "{\"content\": \"" + each + "\", \"reason\": \"reported\"}")
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void otherUsersGet404() throws IOException {
    SubjectId ann = new SubjectId("ann");
    submit();

    assertThat(post(ann, "/safety/batches", "{\"count\": 1}").status()).isEqualTo(404);
    assertThat(get(ann, "/safety/items/" + leased(KIM)).status()).isEqualTo(404);
    assertThat(ask("GET", Map.of(), "/safety/items/" + NO_ID, "").status()).isEqualTo(401);
    assertThat(ask(KIM, "DELETE", "/safety", "").status()).isEqualTo(405);
  }
}
