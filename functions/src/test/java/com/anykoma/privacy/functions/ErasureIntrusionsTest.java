package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests erasures during which webhooks, uploads, app writes, old tasks or a cancellation arrive for
 * the subject: no data is recreated, and no other subject is changed.
 */
@Keeps({"P19", "P20", "P23", "E10", "E18", "E21", "E23", "E26"})
final class ErasureIntrusionsTest extends CrashPointsFixture {
  /** An action that concerns the subject during the erasure. */
  @FunctionalInterface
  private interface Intrusion {
    void about(SubjectId subject) throws Exception;
  }

  /** Runs the action before every fifth operation of the erasure in turn. */
  private void inBetween(Intrusion intrusion) throws IOException {
    boolean came = true;
    int points = 0;
    for (int at = 1; came; at += 5) {
      SubjectId subject = person("i" + at);
      stack.settle();
      boolean[] happened = {false};
      death.intrude(
          at,
          () -> {
            happened[0] = true;
            try {
              intrusion.about(subject);
            } catch (PermanentFailure e) {
              // refused and acknowledged
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });

      deleted(subject);

      death.disarm();
      came = happened[0];
      points += came ? 1 : 0;
      for (int i = 0; i < 2; i++) {
        stack.later(Duration.ofMinutes(20));
        stack.task("sweep", Map.of());
        stack.settle();
      }
      assertThat(stack.remainsOf(subject)).as("before operation %s", at).isEmpty();
      assertThat(stack.cloud.billing().subscriptions("cus_" + subject.value()).orElse(List.of()))
          .allSatisfy(it -> assertThat(it.status().isEnded()).isTrue());
    }
    assertThat(points).isGreaterThan(20);
    assertThat(others()).isEqualTo(others);
  }

  @Test
  @Keeps({"E13", "E19"})
  void webhookDuringErasureRecreatesNothing() throws IOException {
    inBetween(
        subject -> {
          String customer = "cus_" + subject.value();
          stack
              .cloud
              .billing()
              .put(
                  new BillingSubscription(
                      "sub_2_" + subject.value(),
                      customer,
                      SubscriptionStatus.ACTIVE,
                      List.of(),
                      Optional.empty()));
          JsonObject subscription =
              StripeJson.subscription(
                  "sub_2_" + subject.value(),
                  customer,
                  "active",
                  "pro_monthly",
                  stack.now().getEpochSecond() + 1_000_000);
          subscription.getAsJsonObject("metadata").addProperty("firebaseUID", subject.value());
          stack.send(
              StripeJson.event(
                  "evt_2_" + subject.value(),
                  "customer.subscription.created",
                  stack.now().getEpochSecond(),
                  subscription));
        });
  }

  @Test
  @Keeps({"E10", "E11"})
  void uploadDuringErasureIsRemoved() throws IOException {
    inBetween(subject -> stack.upload(subject, "late", "image/png", IMAGE));
  }

  @Test
  @Keeps({"E11", "E17"})
  void appWriteDuringErasureIsRemoved() throws IOException {
    inBetween(
        subject -> {
          put("users/" + subject.value() + "/prompts/late", Fields.empty().with("text", "late"));
          put("users/" + subject.value(), Fields.empty().with("gpc", true));
        });
  }

  @Test
  @Keeps("E19")
  void oldTasksDuringErasureRecreateNothing() throws IOException {
    inBetween(
        subject -> {
          Map<String, String> whom = Map.of("subject", subject.value(), "run", "old");
          stack.task("withdraw", Map.of("subject", subject.value(), "cause", "plan"));
          stack.task("claims", whom);
          stack.task("repair", whom);
          stack.task("late-write", whom);
          stack.task("erase", Map.of("order", "none"));
          stack.accountDeleted(subject);
        });
  }

  /** Clocks differ: an instance with a late clock cancels an erasure that another has started. */
  @Test
  @Keeps({"P19", "P23"})
  void racingCancellationLeavesNoPartialErasure() throws IOException {
    boolean came = true;
    for (int at = 1; came; at++) {
      SubjectId subject = person("r" + at);
      stack.settle();
      RemovalOrder asked = stack.wiring.services().erasures().request(subject, "requested");
      stack.settle();
      stack.later(Duration.ofDays(7));
      boolean[] happened = {false};
      death.intrude(
          at,
          () -> {
            happened[0] = true;
            stack.later(Duration.ofSeconds(-1));
            stack.wiring.services().erasures().undo(subject);
            stack.later(Duration.ofSeconds(1));
          });
      try {
        stack.wiring.services().erasureExecution().erase(asked.id());
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("revoked");
      }
      death.disarm();
      came = happened[0];
      stack.wiring.services().erasureExecution().erase(asked.id());
      stack.settle();
      boolean isErased = stack.wiring.services().subjects().erased(subject);
      assertThat(stack.remainsOf(subject).isEmpty()).as("at %s", at).isEqualTo(isErased);
      assertThat(orders(subject))
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.state())
                      .isEqualTo(isErased ? OrderState.FULFILLED : OrderState.REVOKED));
    }
    assertThat(others()).isEqualTo(others);
  }
}
