package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/**
 * Two subjects with accounts, subscriptions and items in the whole stack, on a queue that
 * deduplicates ids, or one that does not and delivers every task twice.
 */
@Tag("slow")
abstract class ErasureStoryFixture {
  static final byte[] IMAGE = {1, 2, 3, 4, 5};
  static final Duration WINDOW = Duration.ofDays(7);

  @TempDir private Path directory;

  @Parameter private boolean isDeliveredTwice;

  Stack stack;
  SubjectId u1;
  SubjectId u10;

  @BeforeEach
  void live() throws IOException {
    stack = new Stack(directory);
    if (isDeliveredTwice) {
      stack.cloud.tasks().deliverEverythingTwice();
    }
    u1 = person("u1", "cus_1");
    u10 = person("u10", "cus_10");
    stack.settle();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  SubjectId person(String uid, String customer) throws IOException {
    return person(uid, customer, "sub_" + customer);
  }

  SubjectId person(String uid, String customer, String subscription) throws IOException {
    SubjectId subject = stack.signUp(uid);
    String home = "users/" + uid;
    stack.cloud.billing().putCustomer(customer, Optional.of(subject));
    stack.cloud.billing().put(subscription(customer, subscription));
    long created = Stack.NOW.getEpochSecond();
    stack.send(
        StripeJson.event(
            "evt_c_" + uid, "customer.created", created, StripeJson.customer(customer, uid)));
    stack.send(
        StripeJson.event(
            "evt_s_" + uid,
            "customer.subscription.created",
            created,
            StripeJson.subscription(
                subscription, customer, "active", "pro_monthly", created + 1_000_000)));
    stack.write(home + "/prompts/p1", Fields.empty().with("text", "a fox"));
    stack.write(home + "/images/i1", Fields.empty().with("title", "fox").with("promptId", "p1"));
    put(home + "/ghost/g1/items/x1", Fields.empty().with("what", "under a missing parent"));
    put("errorLogs/e-" + uid, Fields.empty().with("uid", uid).with("createdAt", Stack.NOW));
    put(
        "securityLogs/s-" + uid,
        Fields.empty()
            .with("uid", uid)
            .with("event", "sign-in")
            .with("ip", "203.0.113.7")
            .with("createdAt", Stack.NOW));
    stack.upload(subject, "i1", "image/png", IMAGE);
    return subject;
  }

  private static BillingSubscription subscription(String customer, String id) {
    return new BillingSubscription(
        id, customer, SubscriptionStatus.ACTIVE, List.of(), Optional.empty());
  }

  void put(String path, Fields fields) {
    assertThat(stack.cloud.documents().create(new DocumentPath(path), fields)).isTrue();
  }

  Optional<Document> get(String path) {
    return stack.cloud.documents().get(new DocumentPath(path));
  }

  Map<String, Document> documentsOfTheOther() {
    Map<String, Document> all = stack.everything();
    all.keySet().removeIf(it -> !it.contains("u10") && !it.contains("cus_10"));
    return all;
  }
}
