package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.audit.CheckpointBatch;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that only staff can read orders and evidence. */
@Keeps({"P18", "P20", "P23"})
@Tag("slow")
final class EvidenceFunctionTest {
  private static final SubjectId STAFF = new SubjectId("staff-1");

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void open() {
    stack = new Stack(directory);
    stack.signUp(STAFF.value());
    stack.cloud.accounts().setClaims(STAFF, Map.of("staff", List.of("evidence")));
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private FakeResponse ask(SubjectId asking, String path) throws IOException {
    return ask("GET", Map.of("Authorization", "Bearer " + token(asking)), path);
  }

  private FakeResponse ask(String method, Map<String, String> headers, String path)
      throws IOException {
    FakeResponse response = new FakeResponse();
    new EvidenceFunction(stack.as(EvidenceFunction.class))
        .service(FakeRequest.of(method, "http://localhost" + path, headers), response);
    return response;
  }

  private String token(SubjectId asking) {
    return stack.cloud.accounts().issueIdToken(asking);
  }

  private JsonObject orders() throws IOException {
    FakeResponse response = ask(STAFF, "/");
    assertThat(response.status()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private SubjectId deleted(String uid) {
    SubjectId subject = stack.signUp(uid);
    stack.cloud.accounts().delete(subject);
    stack.accountDeleted(subject);
    return subject;
  }

  @Test
  void listsOpenOrdersWithAgeDeadlineAndNextAttempt() throws IOException {
    SubjectId asked = stack.signUp("ada");
    String order = stack.wiring.services().erasures().request(asked, "requested").id();
    stack.later(Duration.ofDays(2));

    JsonObject json = orders();

    JsonObject first = json.getAsJsonArray("orders").get(0).getAsJsonObject();
    assertThat(json.getAsJsonObject("open").get("erasures").getAsLong()).isEqualTo(1);
    assertThat(json.get("oldestOpen").getAsString()).isEqualTo(order);
    assertThat(json.get("overdue").getAsLong()).isZero();
    assertThat(first.get("order").getAsString()).isEqualTo(order);
    assertThat(first.get("state").getAsString()).isEqualTo("open");
    assertThat(first.get("ageSeconds").getAsLong()).isEqualTo(Duration.ofDays(2).toSeconds());
    assertThat(first.get("dueAt").getAsString())
        .isGreaterThan(first.get("requestedAt").getAsString());
    assertThat(first.has("nextAttemptAt")).isTrue();
    assertThat(json.toString()).doesNotContain("ada");
  }

  @Test
  void countsUnreadableOrderAndListsTheOthers() throws IOException {
    SubjectId asked = stack.signUp("ada");
    String order = stack.wiring.services().erasures().request(asked, "requested").id();
    for (long shard = 0; shard < 16; shard++) {
      stack
          .cloud
          .documents()
          .create(
              DocumentPath.of("erasures", "odd-" + shard),
              Fields.empty().with("shard", shard).with("dueAt", Instant.EPOCH));
    }

    JsonObject json = orders();

    assertThat(json.getAsJsonObject("open").get("erasures").getAsLong()).isEqualTo(17);
    assertThat(json.getAsJsonArray("orders"))
        .singleElement()
        .satisfies(
            it -> assertThat(it.getAsJsonObject().get("order").getAsString()).isEqualTo(order));
  }

  @Test
  void listsRemainingDataAndCertificateOfAnOrder() throws IOException {
    SubjectId payer = stack.signUp("payer");
    stack.cloud.billing().putCustomer("cus_payer", Optional.of(payer));
    stack.cloud.billing().holdRedactions(true);
    stack
        .cloud
        .documents()
        .create(new DocumentPath("customers/cus_payer"), Fields.empty().with("uid", "payer"));
    stack.cloud.accounts().delete(payer);
    stack.accountDeleted(payer);
    stack.settle();

    JsonObject order = orders().getAsJsonArray("orders").get(0).getAsJsonObject();

    JsonObject pending = order.getAsJsonArray("notGoneYet").get(0).getAsJsonObject();
    assertThat(order.get("state").getAsString()).isEqualTo("in_progress");
    assertThat(pending.get("place").getAsString()).isEqualTo("stripeCustomer");
    assertThat(order.getAsJsonObject("certificate").toString())
        .contains("{\"place\":\"users\",\"status\":\"gone\"}")
        .contains("\"stripeCustomer\",\"status\":\"pending\"");
    assertThat(order.toString()).doesNotContain("payer");
  }

  @Test
  void listsRecentOrdersAndServesTheirCertificates() throws IOException {
    deleted("ada");
    stack.settle();

    JsonObject lately = orders().getAsJsonArray("fulfilledLately").get(0).getAsJsonObject();
    String id = lately.get("order").getAsString();
    FakeResponse file = ask(STAFF, "/certificates/" + id);
    FakeResponse keys = ask(STAFF, "/keys");

    assertThat(lately.get("state").getAsString()).isEqualTo("fulfilled");
    assertThat(file.status()).isEqualTo(200);
    assertThat(Certificate.verified(bytes(file), KeyRing.read(bytes(keys)), stack.now()).order())
        .isEqualTo(id);
  }

  @Test
  void servesCheckpointsOfTheAuditLog() throws IOException {
    stack.later(Duration.ofHours(1));
    stack.task("checkpoint-audit", Map.of());

    FakeResponse checkpoint = ask(STAFF, "/checkpoints/1");
    FakeResponse keys = ask(STAFF, "/keys");

    assertThat(
            CheckpointBatch.verified(bytes(checkpoint), KeyRing.read(bytes(keys)), stack.now())
                .entries())
        .hasSize(1);
    assertThat(ask(STAFF, "/checkpoints/2").status()).isEqualTo(404);
  }

  private static byte[] bytes(FakeResponse response) {
    return response.body().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void showsDeletionsBlockedByTheCircuitBreaker() throws IOException {
    for (int i = 0; i <= 100; i++) {
      deleted("u" + i);
    }
    stack.settle();

    JsonObject json = orders();

    JsonObject breakers = json.getAsJsonObject("breakers");
    assertThat(breakers.keySet()).containsExactly("erasures-account-deleted");
    assertThat(breakers.get("erasures-account-deleted").getAsString()).startsWith("blocked since ");
    assertThat(json.getAsJsonArray("orders").get(0).getAsJsonObject().get("blocked").getAsString())
        .isEqualTo("too many erasures within an hour");
  }

  @Test
  void otherUsersGet404() throws IOException {
    SubjectId user = stack.signUp("user");
    stack.cloud.accounts().setClaims(user, Map.of("staff", true, "plan", "pro"));

    assertThat(ask(user, "/").status()).isEqualTo(404);
    assertThat(ask(user, "/keys").status()).isEqualTo(404);
    assertThat(ask("GET", Map.of(), "/").status()).isEqualTo(401);
    assertThat(ask("POST", Map.of("Authorization", "Bearer " + token(STAFF)), "/").status())
        .isEqualTo(405);
  }

  @Test
  void formerStaffGet404AtOnce() throws IOException {
    String token = token(STAFF);
    stack.cloud.accounts().setClaims(STAFF, Map.of("staff", List.of("review")));

    assertThat(ask("GET", Map.of("Authorization", "Bearer " + token), "/").status()).isEqualTo(404);
  }

  @Test
  void planChangeKeepsTheStaffClaim() throws IOException {
    stack.task("claims", Map.of("subject", STAFF.value()));

    assertThat(ask(STAFF, "/").status()).isEqualTo(200);
  }

  @Test
  void acceptsFunctionNameAsPathPrefix() throws IOException {
    assertThat(ask(STAFF, "/Evidence").body()).isEqualTo(ask(STAFF, "").body()).contains("orders");
    assertThat(ask(STAFF, "/Evidence/nothing").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/certificates/..%2F..%2Fsigning%2F00000001/0",
        "/certificates/../signing/00000001",
        "/certificates/a/../../signing/00000001",
        "/signing/00000001",
        "/checkpoints/0",
        "/checkpoints/99999999999999999999",
        "/checkpoints/-1",
        "/certificates/",
        "/certificates/a",
        "/nothing"
      })
  void unknownPathsReturn404(String path) throws IOException {
    stack.later(Duration.ofHours(1));
    stack.task("checkpoint-audit", Map.of());

    assertThat(ask(STAFF, path).status()).isEqualTo(404);
  }
}
