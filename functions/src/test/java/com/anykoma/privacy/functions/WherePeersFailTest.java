package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.Stack.NOW;
import static com.anykoma.privacy.functions.StripeJson.event;
import static com.anykoma.privacy.functions.StripeJson.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.FlakyDocuments;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the cases in which firestore-stripe-payments is wrong, as the documentation lists them. */
@Tag("slow")
final class WherePeersFailTest {
  private static final long T = NOW.getEpochSecond() - 1000;
  private static final long PERIOD_OVER = T - 1;

  @TempDir Path directory;

  @Test
  @Keeps("E8")
  void duplicateDeliveryDoesNothingTwice() throws Exception {
    try (Stack stack = new Stack(directory)) {
      knownCustomer(stack, "zoe", "cus_1");
      JsonObject upgrade = created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly");
      stack.send(upgrade);
      stack.runTasks();
      Map<String, Document> once = stack.everything();
      stack.cloud.counts().reset();

      for (Future<FakeResponse> each : atOnce(100, () -> stack.send(upgrade))) {
        assertThat(each.get().body()).contains("duplicate");
      }

      assertThat(stack.everything()).isEqualTo(once);
      assertThat(stack.cloud.counts().of("documents.write")).isZero();
      assertThat(stack.runTasks()).isEmpty();
    }
  }

  @Test
  @Keeps({"E8", "P7"})
  void overlappingDeliveriesLeaveNoCanceledSubjectActive() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = knownCustomer(stack, "zoe", "cus_1");
      JsonObject upgrade = created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly");
      JsonObject end = deleted("evt_3", T + 10, "sub_1", "cus_1", "pro_monthly");

      int[] turn = {0};
      for (Future<FakeResponse> each :
          atOnce(16, () -> stack.send(next(turn) % 2 == 0 ? end : upgrade))) {
        assertThat(each.get().status()).isEqualTo(200);
      }
      stack.runTasks();

      assertThat(stack.standing(zoe)).isEqualTo(new PlanStatus("free", false, false, List.of()));
      assertThat(claims(stack, zoe)).doesNotContainEntry("paidFeatures", true);
    }
  }

  private static synchronized int next(int[] turn) {
    return turn[0]++;
  }

  @Test
  @Keeps("E9")
  void endOfAnOldSubscriptionLeavesTheClaimOfALiveOne() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = knownCustomer(stack, "zoe", "cus_1");
      stack.send(created("evt_2", T, "sub_old", "cus_1", "active", "starter_monthly"));
      stack.send(created("evt_3", T + 10, "sub_new", "cus_1", "active", "master_yearly"));

      stack.send(deleted("evt_4", T + 20, "sub_old", "cus_1", "starter_monthly"));
      stack.runTasks();

      assertThat(claims(stack, zoe)).isEqualTo(Map.of("plan", "master", "paidFeatures", true));
      assertThat(stack.standing(zoe).isProtected()).isTrue();
    }
  }

  @Test
  @Keeps("E8")
  void failureIsNeverAnsweredWithSuccess() throws Exception {
    FlakyDocuments[] faulty = new FlakyDocuments[1];
    try (Stack stack = new Stack(directory, real -> faulty[0] = new FlakyDocuments(real))) {
      SubjectId zoe = knownCustomer(stack, "zoe", "cus_1");
      JsonObject upgrade = created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly");
      faulty[0].next(FlakyDocuments.Next.IS_LOST);

      // the platform answers 500 to the exception, so that Stripe delivers again
      assertThatThrownBy(() -> stack.send(upgrade)).hasMessageContaining("broke before the commit");
      assertThat(stack.standing(zoe).plan()).isEqualTo("free");

      assertThat(stack.send(upgrade).body()).contains("applied");
      assertThat(stack.standing(zoe).plan()).isEqualTo("pro");
    }
  }

  @Test
  @Keeps({"E32", "E33"})
  void eventOfUnknownCustomerIsDeferred() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = stack.signUp("zoe");
      assertThat(stack.send(created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly")).body())
          .contains("parked");
      assertThat(stack.standing(zoe).plan()).isEqualTo("free");

      stack.send(event("evt_1", "customer.updated", T, StripeJson.customer("cus_1", "zoe")));
      stack.runTasks();

      assertThat(stack.standing(zoe).plan()).isEqualTo("pro");
      assertThat(claims(stack, zoe)).containsEntry("plan", "pro");
    }
  }

  @Test
  @Keeps("E13")
  void webhookDuringErasureRecreatesNoSubject() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = knownCustomer(stack, "zoe", "cus_1");
      stack.wiring.services().consent().end(zoe, "account-deleted", tx -> 1);
      stack.runTasks();
      Map<String, Document> before = stack.everything();

      FakeResponse late =
          stack.send(created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly"));
      JsonObject unknownCustomer = StripeJson.customer("cus_2", "zoe");
      FakeResponse named = stack.send(event("evt_3", "customer.updated", T, unknownCustomer));

      assertThat(late.status()).isEqualTo(200);
      assertThat(late.body()).contains("erased");
      assertThat(named.body()).contains("erased");
      assertThat(stack.everything()).isEqualTo(before);
    }
  }

  @Test
  @Keeps("E31")
  void refusesSignaturesFromTheFuture() throws Exception {
    try (Stack stack = new Stack(directory)) {
      byte[] body =
          StripeJson.bytes(created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly"));

      FakeResponse ahead =
          stack.send(FakeRequest.post(Stack.signed(body, NOW.plusSeconds(301)), body));
      FakeResponse justInTime =
          stack.send(FakeRequest.post(Stack.signed(body, NOW.plusSeconds(300)), body));

      assertThat(ahead.status()).isEqualTo(400);
      assertThat(justInTime.status()).isEqualTo(200);
    }
  }

  @Test
  @Keeps("E31")
  void liveEventIsRefusedByATestDeployment() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = knownCustomer(stack, "zoe", "cus_1");
      JsonObject live = created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly");
      live.addProperty("livemode", true);

      FakeResponse response = stack.send(live);

      assertThat(response.status()).isEqualTo(400);
      assertThat(stack.standing(zoe).plan()).isEqualTo("free");
    }
  }

  @Test
  @Keeps({"E8", "P8"})
  void olderInvoiceDoesNotOverwriteNewerState() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = knownCustomer(stack, "zoe", "cus_1");
      stack.send(created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly"));
      stack.send(deleted("evt_3", T + 20, "sub_1", "cus_1", "pro_monthly"));
      Map<String, Document> before = stack.everything();

      JsonObject older = StripeJson.invoice("in_1", "cus_1", "sub_1");
      FakeResponse response = stack.send(event("evt_4", "invoice.paid", T + 5, older));

      assertThat(response.body()).contains("unchanged");
      assertThat(stack.everything()).isEqualTo(before);
      assertThat(stack.standing(zoe).plan()).isEqualTo("free");
    }
  }

  @Test
  @Keeps("P11")
  void eventsPersonalDataIsNotStored() throws Exception {
    try (Stack stack = new Stack(directory);
        LogLines log = new LogLines()) {
      stack.send(created("evt_1", T, "sub_1", "cus_1", "active", "pro_monthly"));
      knownCustomer(stack, "zoe", "cus_1");
      stack.send(created("evt_2", T, "sub_1", "cus_1", "active", "pro_monthly"));
      JsonObject invoice = StripeJson.invoice("in_1", "cus_1", "sub_2");
      stack.send(event("evt_4", "invoice.paid", T + 5, invoice));
      stack.runTasks();

      assertThat(stack.everything()).hasSizeGreaterThan(6);
      stack
          .everything()
          .forEach(
              (path, document) -> {
                assertThat(path).doesNotContain(StripeJson.MARKER);
                assertThat(document.fields().asMap().toString()).doesNotContain(StripeJson.MARKER);
              });
      assertThat(log.lines()).noneMatch(line -> line.contains(StripeJson.MARKER));
    }
  }

  private static JsonObject created(
      String id, long at, String subscription, String customer, String status, String lookupKey) {
    return event(
        id,
        "customer.subscription.created",
        at,
        subscription(subscription, customer, status, lookupKey, PERIOD_OVER));
  }

  private static JsonObject deleted(
      String id, long at, String subscription, String customer, String lookupKey) {
    return event(
        id,
        "customer.subscription.deleted",
        at,
        subscription(subscription, customer, "canceled", lookupKey, PERIOD_OVER));
  }

  private static SubjectId knownCustomer(Stack stack, String uid, String customer)
      throws IOException {
    SubjectId subject = stack.signUp(uid);
    stack.send(event("evt_c", "customer.updated", T - 10, StripeJson.customer(customer, uid)));
    stack.runTasks();
    assertThat(stack.cloud.documents().get(DocumentPath.of("customers", customer))).isPresent();
    return subject;
  }

  private static Map<String, Object> claims(Stack stack, SubjectId subject) {
    return stack.cloud.accounts().get(subject).orElseThrow().claims();
  }

  private static <T> List<Future<T>> atOnce(int times, Callable<T> call)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      return threads.invokeAll(Collections.nCopies(times, call));
    } finally {
      threads.shutdown();
    }
  }
}
