package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.SubjectHash;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Kills every removal flow at each point of {@link Death} in turn, before and after writing port
 * operations, then retries as the platform does. In the end no data of the subject remains, no
 * other subject is changed, and no order is complete while data remains.
 */
@Keeps({"P19", "P20", "P23", "E10", "E18", "E21", "E23", "E26"})
final class ErasureCrashPointsTest extends CrashPointsFixture {
  private static final int MAX_POINTS = 400;

  /** A removal flow of a subject from its first event on; idempotent. */
  @FunctionalInterface
  private interface Flow {
    void run(SubjectId subject) throws IOException;
  }

  private void everywhere(Flow given, Flow flow, int leastPoints) throws IOException {
    int points = 0;
    for (boolean isDone : new boolean[] {false, true}) {
      boolean died = true;
      for (int at = 1; died; at++) {
        SubjectId subject = person("u" + (isDone ? "1d" : "1b") + at);
        stack.settle();
        given.run(subject);
        died = dies(at, isDone, flow, subject);
        points += died ? 1 : 0;
        assertThat(points).isLessThan(MAX_POINTS * 2);
      }
    }
    assertThat(points).isGreaterThan(leastPoints);
    assertThat(others()).isEqualTo(others);
  }

  private boolean dies(int at, boolean isDone, Flow flow, SubjectId subject) throws IOException {
    death.arm(at, isDone);
    try {
      flow.run(subject);
    } catch (RuntimeException | IOException e) {
      assertThat(death.came()).as(String.valueOf(e)).isTrue();
    }
    boolean came = death.came();
    death.disarm();
    nothingIsClaimedThatIsNotSo(subject);
    stack.later(Duration.ofMinutes(2));
    flow.run(subject);
    for (int i = 0; i < 3; i++) {
      stack.later(Duration.ofMinutes(20));
      stack.task("sweep", Map.of());
      stack.settle();
    }
    assertThat(stack.remainsOf(subject)).as("died at %s, done %s", at, isDone).isEmpty();
    whoIsErasedIsKeptOutByRulesToo(subject);
    assertThat(orders(subject))
        .as("died at %s, done %s", at, isDone)
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
    assertThat(stack.cloud.billing().subscriptions("cus_" + subject.value()).orElse(List.of()))
        .allSatisfy(it -> assertThat(it.status().isEnded()).isTrue());
    return came;
  }

  private void nothingIsClaimedThatIsNotSo(SubjectId subject) {
    if (orders(subject).stream().anyMatch(it -> it.state() == OrderState.FULFILLED)) {
      assertThat(stack.remainsOf(subject)).isEmpty();
    }
    whoIsErasedIsKeptOutByRulesToo(subject);
  }

  private void whoIsErasedIsKeptOutByRulesToo(SubjectId subject) {
    if (stack.wiring.services().subjects().erased(subject)) {
      DocumentPath fence = DocumentPath.of("fences", SubjectHash.fence(subject));
      assertThat(stack.cloud.documents().get(fence)).isPresent();
    }
  }

  @Test
  @Keeps(value = "P20", invariant = true)
  void accountErasureSurvivesEveryCrash() throws IOException {
    everywhere(subject -> {}, this::deleted, 35);
  }

  @Test
  void requestedErasureSurvivesEveryCrash() throws IOException {
    everywhere(
        subject -> {
          stack.wiring.services().erasures().request(subject, "requested");
          stack.settle();
          stack.later(Duration.ofDays(7));
        },
        subject -> {
          stack.task("sweep", Map.of());
          stack.settle();
        },
        85);
  }

  @Test
  void legalHoldSurvivesEveryCrash() throws IOException {
    everywhere(
        subject -> {},
        subject -> {
          if (!stack.wiring.services().subjects().erased(subject)) {
            stack.task(
                "hold",
                Map.of(
                    "item",
                    "users/" + subject.value() + "/images/i1",
                    "ground",
                    "case 7",
                    "until",
                    stack.now().plus(Duration.ofMinutes(30)).toString()));
          }
          deleted(subject);
          stack.later(Duration.ofMinutes(31));
          stack.task("sweep", Map.of());
          stack.settle();
        },
        105);
  }

  @Test
  void tombstoneReplaySurvivesEveryCrash() throws IOException {
    everywhere(
        subject -> {
          deleted(subject);
          put("users/" + subject.value(), Fields.empty().with("createdAt", Stack.NOW));
          put("users/" + subject.value() + "/images/i9", Fields.empty().with("title", "back"));
          stack
              .cloud
              .documents()
              .delete(List.of(stack.wiring.services().subjects().fence(subject).get(0)));
          stack.forgetChanges();
        },
        subject -> {
          stack.task("replay-tombstones", Map.of());
          stack.settle();
        },
        38);
  }

  @Test
  void reconciledErasureSurvivesEveryCrash() throws IOException {
    stack.task("reconcile", Map.of()); // Stripe had sent no event
    stack.settle();
    others = others();
    everywhere(
        subject -> {
          stack.cloud.accounts().delete(subject);
          stack.later(Duration.ofDays(1).plusSeconds(1));
          stack.task("reconcile", Map.of());
          stack.settle();
        },
        this::isMissedOnceMore,
        105);
  }

  /** The second scan, a night later, and the sweep after 7 days, unless the erasure has started. */
  private void isMissedOnceMore(SubjectId subject) {
    if (!stack.wiring.services().subjects().erased(subject)) {
      stack.later(Duration.ofDays(1));
      stack.task("reconcile", Map.of());
      stack.settle();
    }
    if (!stack.wiring.services().subjects().erased(subject)) {
      stack.later(Duration.ofDays(7));
    }
    stack.task("sweep", Map.of());
    stack.settle();
  }

  @Test
  void purgeSurvivesEveryCrash() throws IOException {
    int points = 0;
    for (boolean isDone : new boolean[] {false, true}) {
      boolean died = true;
      for (int at = 1; died; at++) {
        SubjectId owner = person("p" + (isDone ? "d" : "b") + at);
        String item = "users/" + owner.value() + "/images/i1";
        put(item + "/versions/v1", Fields.empty().with("what", "beneath"));
        stack.write(item, Fields.empty().with("title", "x").with("deletedAt", stack.now()));
        stack.settle();
        stack.later(Duration.ofDays(7));
        death.arm(at, isDone);
        try {
          stack.task("sweep", Map.of());
          stack.settle();
        } catch (RuntimeException e) {
          assertThat(death.came()).as(String.valueOf(e)).isTrue();
        }
        died = death.came();
        points += died ? 1 : 0;
        death.disarm();
        for (int i = 0; i < 3; i++) {
          stack.later(Duration.ofMinutes(20));
          stack.task("sweep", Map.of());
          stack.settle();
        }
        assertThat(stack.remainsOf(owner))
            .as("died at %s, done %s", at, isDone)
            .noneMatch(it -> it.contains("i1"))
            .contains("users/" + owner.value(), "account");
      }
    }
    List<Document> purges =
        stack.cloud.documents().find(Query.in(new CollectionPath("purges")).limit(1_000));
    assertThat(Set.copyOf(purges.stream().map(it -> RemovalOrder.of(it).state()).toList()))
        .containsExactly(OrderState.FULFILLED);
    assertThat(points).isGreaterThan(30);
  }
}
