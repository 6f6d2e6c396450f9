package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a deleted account leads to the erasure of only its subject, also on a queue that
 * delivers every task twice.
 */
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
final class ErasureStoryTest extends ErasureStoryFixture {
  @Test
  @Keeps({"P20", "P23", "E14", "E23", "E24"})
  void accountDeletedInConsoleIsErasedEverywhere() {
    Map<String, Document> other = documentsOfTheOther();
    stack.cloud.accounts().delete(u1);

    stack.accountDeleted(u1);
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(OrderState.FULFILLED);
              assertThat(it.subject()).isEmpty();
              assertThat(it.dueAt()).isEqualTo(Instant.parse("2026-12-22T12:00:00Z"));
            });
    assertThat(stack.cloud.billing().subscriptions("cus_1").orElseThrow()).isEmpty();
    assertThat(get("securityLogs/s-u1").orElseThrow().fields().string("event")).contains("sign-in");
    assertThat(get("customers/cus_1")).isEmpty();
    assertThat(documentsOfTheOther()).isEqualTo(other);
    assertThat(stack.tracesOf(u10)).contains("account", "content:users/u10/images/i1");
  }

  @Test
  @Keeps({"P7", "P23", "E15"})
  void newAccountWithTheSameAddressInheritsNothing() {
    SubjectId before = stack.signUp("first", Optional.of("ann@example.com"));
    stack.subscribe(before, "cus_ann", "sub_ann");
    stack.task("reconcile", Map.of());
    stack.settle();
    stack.write("users/first/prompts/p1", Fields.empty().with("text", "a fox"));
    stack.cloud.accounts().delete(before);
    stack.accountDeleted(before);
    stack.settle();
    assertThat(stack.tracesOf(before)).isEmpty();

    SubjectId after = stack.signUp("second", Optional.of("ann@example.com"));
    stack.write("users/second/prompts/p1", Fields.empty().with("text", "a crow"));
    stack.settle();

    assertThat(stack.standing(after).plan()).isEqualTo(stack.standing(new SubjectId("new")).plan());
    assertThat(stack.admitted()).contains("users/second/prompts/p1");
    assertThat(stack.orders("erasures")).hasSize(1);
    assertThat(stack.tracesOf(before)).isEmpty();
  }

  @Test
  @Keeps({"P20", "P23", "E24"})
  void erasureRemovesDocumentsWithNumericIds() {
    stack.write("users/u1/prompts/__id5__", Fields.empty().with("text", "imported"));
    assertThat(
            get(
                ItemStamp.pathOf(new SubjectId("u1"), new DocumentPath("users/u1/prompts/__id5__"))
                    .value()))
        .isPresent();
    put("users/u1/ghost/__id6__/items/__id7__", Fields.empty().with("what", "imported"));
    stack.settle();

    stack.cloud.accounts().delete(u1);
    stack.accountDeleted(u1);
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
    assertThat(stack.refused).isEmpty();
  }

  @Test
  @Keeps({"E10", "E11", "E17"})
  void removesLateWrites() throws IOException {
    stack.accountDeleted(u1);
    stack.settle();

    put("users/u1/images/late", Fields.empty().with("title", "late"));
    stack
        .cloud
        .blobs()
        .write(
            new BlobId("uploads", "users/u1/images/late"),
            "image/png",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(IMAGE));
    stack.later(Duration.ofHours(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.orders("erasures"))
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps({"P23", "E21"})
  void erasureCompletesAfterLegalHoldEnds() {
    stack.task(
        "hold",
        Map.of(
            "item",
            "users/u1/images/i1",
            "ground",
            "case 7",
            "until",
            Stack.NOW.plus(Duration.ofDays(40)).toString()));
    stack.accountDeleted(u1);
    stack.settle();

    assertThat(stack.tracesOf(u1))
        .hasSize(4)
        .anyMatch(it -> it.startsWith("erasures/"))
        .anyMatch(it -> it.startsWith("holds/"))
        .anyMatch(it -> it.startsWith("content:holds/u1/") && it.endsWith("/document"))
        .anyMatch(it -> it.startsWith("content:holds/u1/") && it.endsWith("/object-0"));
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.state()).isEqualTo(OrderState.IN_PROGRESS);
              assertThat(it.fields().map("retained").map("heldCopies").string("ground"))
                  .contains("legal hold on 1 items");
            });

    stack.later(Duration.ofDays(40));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "__x__", "u10/images"})
  @Keeps({"P20", "P23", "E23"})
  void erasesSubjectWithUnusualUidOnly(String uid) {
    SubjectId subject = new SubjectId(uid);
    stack.cloud.accounts().create(subject, Optional.empty(), Optional.empty());
    stack.cloud.billing().putCustomer("cus_odd", Optional.of(subject));
    put("customers/cus_odd", Fields.empty().with("uid", uid));
    put("errorLogs/e-odd", Fields.empty().with("uid", uid).with("createdAt", Stack.NOW));
    Map<String, Document> other = documentsOfTheOther();
    RemovalOrder requested = stack.wiring.services().erasures().request(subject, "requested");
    assertThat(get("subjects/" + subject.documentId())).isPresent();
    stack.cloud.accounts().delete(subject);

    stack.accountDeleted(subject);
    stack.settle();

    assertThat(stack.tracesOf(subject)).isEmpty();
    assertThat(get("subjects/" + subject.documentId())).isEmpty();
    assertThat(get("customers/cus_odd")).isEmpty();
    assertThat(get("errorLogs/e-odd")).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.id()).isEqualTo(requested.id());
              assertThat(it.state()).isEqualTo(OrderState.FULFILLED);
            });
    assertThat(documentsOfTheOther()).isEqualTo(other);
    assertThat(stack.tracesOf(u10)).contains("content:users/u10/images/i1");
  }

  @Test
  @Keeps({"P14", "P21"})
  void securityLogKeepsTheEventWithoutTheSubject() {
    stack.accountDeleted(u1);
    stack.settle();

    Fields log = get("securityLogs/s-u1").orElseThrow().fields();
    assertThat(log.string("event")).contains("sign-in");
    assertThat(log.string("ip")).contains("203.0.113.0/24");
    assertThat(log.string("uid").orElseThrow()).hasSize(43);
    Fields mark = get("stripeEvents/evt_s_u1").orElseThrow().fields();
    assertThat(mark.string("state")).contains("applied");
    assertThat(mark.string("customer").orElseThrow()).isNotEqualTo("cus_1");
    assertThat(mark.has("followUps")).isFalse();
  }
}
