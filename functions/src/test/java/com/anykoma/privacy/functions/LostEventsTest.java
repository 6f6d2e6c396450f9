package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the schedules of the next day do the work of one lost event or task of each handler,
 * from stored state.
 */
@Keeps({"P3", "P8", "P20", "P25"})
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
@Tag("slow")
final class LostEventsTest {
  @TempDir private Path directory;

  @Parameter private boolean isDeliveredTwice;
  private Stack stack;
  private SubjectId ann;

  @BeforeEach
  void live() {
    stack = new Stack(directory);
    if (isDeliveredTwice) {
      stack.cloud.tasks().deliverEverythingTwice();
    }
    ann = stack.signUp("ann");
    stack.put("users/ann/prompts/p1", Map.of("text", "a castle"));
    stack.settle();
    assertThat(inCorpus("users/ann/prompts/p1")).isTrue();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private Optional<Document> get(String path) {
    return stack.cloud.documents().get(new DocumentPath(path));
  }

  private boolean inCorpus(String content) {
    return stack.admitted().contains(content);
  }

  /** Runs the deployed schedules of one day, with an hourly sweep. */
  private void aDayPasses() {
    for (int hour = 0; hour < 24; hour++) {
      stack.later(Duration.ofHours(1));
      stack.task("sweep", Map.of());
      if (hour == 1) {
        stack.task("repair", Map.of());
      }
      if (hour == 3) {
        stack.task("reconcile", Map.of());
      }
      stack.settle();
    }
  }

  private void daysPass(int days) {
    for (int day = 0; day < days; day++) {
      aDayPasses();
    }
  }

  @Test
  void purgesItemAfterLostDeletionEvent() {
    Instant deleted = stack.now();
    stack.put("users/ann/prompts/p1", Map.of("text", "a castle", "deletedAt", deleted));
    stack.forgetChanges();

    aDayPasses();
    assertThat(inCorpus("users/ann/prompts/p1")).isFalse();
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.requestedAt()).isBetween(deleted, deleted.plusMillis(1));
              assertThat(it.dueAt()).isBefore(Instant.parse("2026-12-22T12:00:01Z"));
            });
    daysPass(8);

    assertThat(get("users/ann/prompts/p1")).isEmpty();
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
    assertThat(stack.tracesOf(ann)).noneMatch(it -> it.contains("prompts"));
  }

  @Test
  void purgesImageAfterLostDocumentDeletion() throws IOException {
    stack.write("users/ann/images/i1", Fields.of(Map.of("title", "fox")));
    stack.upload(ann, "i1", "image/png", new byte[] {1, 2, 3});
    stack.settle();
    assertThat(stack.get(ann, "/blobs/images/i1").status()).isEqualTo(200);

    stack.cloud.documents().delete(List.of(new DocumentPath("users/ann/images/i1")));
    stack.forgetChanges();
    daysPass(9);

    assertThat(stack.get(ann, "/blobs/images/i1").status()).isEqualTo(404);
    assertThat(stack.tracesOf(ann)).noneMatch(it -> it.contains("images"));
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  void stampsPromptAfterLostEvent() {
    stack.put("users/ann/prompts/p2", Map.of("text", "a tower"));
    stack.forgetChanges();
    assertThat(inCorpus("users/ann/prompts/p2")).isFalse();

    aDayPasses();

    assertThat(
            get(
                ItemStamp.pathOf(new SubjectId("ann"), new DocumentPath("users/ann/prompts/p2"))
                    .value()))
        .isPresent();
    assertThat(inCorpus("users/ann/prompts/p2")).isTrue();
  }

  @Test
  void withdrawsPromptsAfterLostObjection() {
    stack.put("users/ann", Map.of("createdAt", Stack.NOW, "objection", true));
    stack.forgetChanges();
    stack.put("users/ann/prompts/p2", Map.of("text", "a tower"));
    stack.settle();

    aDayPasses();

    assertThat(get("subjects/ann").orElseThrow().fields().map("objection").has("objectedSince"))
        .isTrue();
    assertThat(inCorpus("users/ann/prompts/p1")).isFalse();
    assertThat(inCorpus("users/ann/prompts/p2")).isFalse();
  }

  @Test
  void createsSubjectAfterLostAccountEvent() {
    SubjectId ben = new SubjectId("ben");
    stack.cloud.accounts().create(ben, Optional.empty(), Optional.empty());
    stack.put("users/ben", Map.of("createdAt", Stack.NOW));
    stack.forgetChanges();

    aDayPasses();

    assertThat(get("subjects/ben").orElseThrow().fields().has("accountCreatedAt")).isTrue();
  }

  @Test
  @Keeps({"P6", "P10", "E1"})
  void findsUpgradeAtStripeAfterLostWebhook() {
    stack.subscribe(ann, "cus_1", "sub_1");

    aDayPasses();

    assertThat(stack.standing(ann).isProtected()).isTrue();
    assertThat(claims()).containsEntry("plan", "pro");
    assertThat(inCorpus("users/ann/prompts/p1")).isFalse();
  }

  @Test
  @Keeps("P19")
  void erasesAccountWithin30DaysAfterLostDeletion() {
    SubjectId ben = stack.signUp("ben");
    SubjectId cem = stack.signUp("cem");
    stack.settle();
    stack.cloud.accounts().delete(ann);
    stack.forgetChanges();

    daysPass(11);

    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
    assertThat(stack.tracesOf(ann)).isEmpty();
    assertThat(List.of(ben, cem)).noneMatch(it -> stack.tracesOf(it).isEmpty());
  }

  @Test
  @Keeps("P20")
  void removesContentOfErasedSubjectAfterLostEvent() {
    stack.accountDeleted(ann);
    stack.cloud.accounts().delete(ann);
    stack.settle();
    assertThat(stack.tracesOf(ann)).isEmpty();

    stack.put("users/ann/prompts/p9", Map.of("text", "too late"));
    stack.forgetChanges();
    daysPass(2);

    assertThat(get("users/ann/prompts/p9")).isEmpty();
  }

  @Test
  @Keeps("P20")
  void removesContentOfErasedSubjectAfterLostTask() {
    stack.accountDeleted(ann);
    stack.cloud.accounts().delete(ann);
    stack.settle();

    stack.put("users/ann/prompts/p9", Map.of("text", "too late"));
    stack.settleWithout(Set.of("late-write"));
    daysPass(2);

    assertThat(get("users/ann/prompts/p9")).isEmpty();
  }

  @Test
  @Keeps({"P6", "P10", "E1"})
  void completesUpgradeAfterLostTasks() throws IOException {
    stack.subscribe(ann, "cus_1", "sub_1");
    long created = Stack.NOW.getEpochSecond();
    stack.send(
        StripeJson.event(
            "evt_c", "customer.created", created, StripeJson.customer("cus_1", "ann")));
    stack.send(
        StripeJson.event(
            "evt_s",
            "customer.subscription.created",
            created,
            StripeJson.subscription(
                "sub_1", "cus_1", "active", "pro_monthly", created + 9_000_000)));
    stack.settleWithout(Set.of("claims", "withdraw", "repair"));
    assertThat(claims()).doesNotContainKey("plan");
    assertThat(inCorpus("users/ann/prompts/p1")).isTrue();

    aDayPasses();

    assertThat(claims()).containsEntry("plan", "pro");
    assertThat(inCorpus("users/ann/prompts/p1")).isFalse();
    assertThat(get("users/ann/prompts/p1").orElseThrow().fields().value("text").orElseThrow())
        .isInstanceOf(Bytes.class);
  }

  private Map<String, Object> claims() {
    return stack.cloud.accounts().get(ann).map(Account::claims).orElse(Map.of());
  }

  @Test
  @Keeps("E33")
  void appliesDeferredEventsAfterLostTask() throws IOException {
    long created = Stack.NOW.getEpochSecond();
    stack.send(
        StripeJson.event(
            "evt_s",
            "customer.subscription.created",
            created,
            StripeJson.subscription(
                "sub_1", "cus_1", "active", "pro_monthly", created + 9_000_000)));
    stack.send(
        StripeJson.event(
            "evt_c", "customer.created", created, StripeJson.customer("cus_1", "ann")));
    stack.settleWithout(Set.of("redrive"));
    assertThat(stack.standing(ann).isProtected()).isFalse();

    aDayPasses();

    assertThat(stack.standing(ann).isProtected()).isTrue();
  }

  @Test
  @Keeps("P16")
  void sealsUploadAfterLostEvent() {
    stack.write("users/ann/images/i1", Fields.of(Map.of("title", "fox")));
    BlobId upload = new BlobId("uploads", "users/ann/images/i1");
    try {
      stack
          .cloud
          .blobs()
          .write(upload, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    aDayPasses();

    assertThat(stack.cloud.blobs().stat(upload)).isEmpty();
    assertThat(stack.cloud.blobs().stat(new BlobId("content", "users/ann/images/i1"))).isPresent();
  }

  @Test
  @Keeps("P23")
  void dispatchesOrdersAgainAfterLostTasks() {
    stack.accountDeleted(ann);
    stack.cloud.accounts().delete(ann);
    stack.settleWithout(Set.of("erase", "certify", "withdraw"));
    assertThat(stack.orders("erasures")).allSatisfy(it -> assertThat(it.isLive()).isTrue());

    aDayPasses();

    assertThat(stack.orders("erasures"))
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
    assertThat(stack.tracesOf(ann)).isEmpty();
  }

  @Test
  void repairWithoutLossWritesOnlyItsProgress() {
    aDayPasses();
    stack.cloud.counts().reset();

    stack.task("repair", Map.of());
    stack.runTasks();

    assertThat(stack.cloud.counts().of("documents.write"))
        .isEqualTo(6); // the start, four phases, and the result of the live check
    assertThat(stack.cloud.counts().of("kek.decrypt")).isZero();
    assertThat(stack.refused).isEmpty();
  }
}
