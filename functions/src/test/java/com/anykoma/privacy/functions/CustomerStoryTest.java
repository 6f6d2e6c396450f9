package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that customers and subscriptions at Stripe decide plans, but never start an erasure. */
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
final class CustomerStoryTest extends ErasureStoryFixture {
  @Test
  @Keeps({"P6", "P7"})
  void unreadableCustomerDoesNotStopReconciliation() {
    put("customers/cus_0", Fields.empty().with("uid", 7L));
    stack.cloud.billing().cancel("sub_cus_1");
    stack.later(Duration.ofDays(30));

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.standing(u1).isProtected()).isFalse();
  }

  @Test
  @Keeps({"P6", "P7"})
  void correctsPlanThatDiffersFromStripe() {
    assertThat(stack.standing(u1).isProtected()).isTrue();
    stack.cloud.billing().cancel("sub_cus_1");
    stack.later(Duration.ofDays(30));

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.standing(u1).isProtected()).isFalse();
    assertThat(stack.standing(u10).isProtected()).isTrue();
    Optional<Document> before = get("subjects/u1");
    stack.later(Duration.ofDays(1));
    stack.task("reconcile", Map.of());
    stack.settle();
    assertThat(get("subjects/u1")).isEqualTo(before);
  }

  @Test
  @Keeps({"P19", "E32"})
  void customerDeletedAtStripeStartsNoErasure() throws IOException {
    stack.cloud.billing().deleteCustomer("cus_1");

    stack.send(
        StripeJson.event(
            "evt_gone",
            "customer.deleted",
            Stack.NOW.getEpochSecond(),
            StripeJson.customer("cus_1", "u1")));
    stack.settle();
    stack.later(WINDOW);
    for (String task : List.of("sweep", "reconcile")) {
      stack.task(task, Map.of());
      stack.settle();
    }

    assertThat(stack.orders("erasures")).isEmpty();
    assertThat(stack.get(u1, "/documents/images/i1").status()).isEqualTo(200);
    assertThat(get("customers/cus_1"))
        .map(it -> it.fields().instant("endedAt"))
        .contains(Optional.of(Stack.NOW));
  }

  @Test
  @Keeps({"P7", "E32"})
  void stripeMetadataCorrectsTheSubjectOfACustomer() {
    stack.cloud.billing().putCustomer("cus_1", Optional.of(u10));
    stack.later(Duration.ofDays(2));

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(get("customers/cus_1").orElseThrow().fields().string("uid")).contains("u10");
    assertThat(stack.standing(u1).isProtected()).isFalse();
    stack.cloud.billing().cancel("sub_cus_10");
    stack.task("reconcile", Map.of());
    stack.settle();
    assertThat(stack.standing(u10).isProtected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann+shop@example.test",
        "user|17",
        "user 17",
        "caf\u00e9",
        "../users/u10",
        "__id5__",
        "~cus_1"
      })
  @Keeps({"P7", "P23", "P28", "E23"})
  void acceptsAnyCustomerId(String customer) throws IOException {
    SubjectId subject = person("odd", customer, "sub_17");
    stack.settle();
    assertThat(stack.standing(subject).isProtected()).isTrue();

    stack.cloud.billing().cancel("sub_17");
    stack.later(Duration.ofDays(30));
    stack.task("reconcile", Map.of());
    stack.settle();
    assertThat(stack.standing(subject).isProtected()).isFalse();

    stack.cloud.accounts().delete(subject);
    stack.accountDeleted(subject);
    stack.settle();

    assertThat(stack.tracesOf(subject)).isEmpty();
    assertThat(stack.everything().values())
        .noneMatch(it -> FieldsWriter.write(it.fields()).contains(customer));
    assertThat(stack.cloud.billing().customer(customer)).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps({"P20", "P28"})
  void unfinishedRedactionIsPending() {
    stack.cloud.billing().holdRedactions(true);
    stack.accountDeleted(u1);
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    RemovalOrder pending = stack.orders("erasures").get(0);
    assertThat(pending.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(pending.fields().instant("removedAt")).isPresent();
    assertThat(pending.fields().map("pending").map("stripeCustomer").instant("until"))
        .contains(Stack.NOW.plus(Duration.ofDays(90)));

    stack.cloud.billing().holdRedactions(false);
    stack.later(Duration.ofDays(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.orders("erasures").get(0).state()).isEqualTo(OrderState.FULFILLED);
  }
}
