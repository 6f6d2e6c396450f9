package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that one permanently refused port operation delays only the dependent steps of an erasure
 * or purge. The order stays open, names the places with remaining data, and completes after the
 * refusal ends.
 */
@Keeps({"P20", "P23"})
@Tag("slow")
final class RefusedStepsTest {
  @TempDir private Path directory;
  private final Refusals refusals = new Refusals();
  private final List<String> alarms = new ArrayList<>();
  private final Handler listener = new AlarmListener();
  private Stack stack;

  /** Refuses one {@code port.operation}, and records all attempted operations. */
  private static final class Refusals implements InterceptedPorts.Interceptor {
    private final List<String> tried = new ArrayList<>();
    private Set<String> refused = Set.of();

    @Override
    public void before(String port, String operation) {
      String asked = port + "." + operation;
      tried.add(asked);
      if (refused.contains(asked)) {
        throw new IllegalStateException("refused " + asked);
      }
    }
  }

  private final class AlarmListener extends Handler {
    @Override
    public void publish(LogRecord line) {
      if (line.getMessage().startsWith("alarm: an order cannot remove everything")) {
        alarms.add(line.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    stack = new Stack(directory, refusals);
    Logger.getLogger("com.anykoma.privacy").addHandler(listener);
  }

  @AfterEach
  void close() {
    Logger.getLogger("com.anykoma.privacy").removeHandler(listener);
    stack.close();
  }

  private SubjectId person() throws IOException {
    SubjectId subject = stack.signUp("u1");
    stack.cloud.billing().putCustomer("cus_1", Optional.of(subject));
    for (String each : List.of("sub_1", "sub_2")) {
      stack
          .cloud
          .billing()
          .put(
              new BillingSubscription(
                  each, "cus_1", SubscriptionStatus.ACTIVE, List.of(), Optional.empty()));
    }
    stack.send(
        StripeJson.event(
            "evt_1",
            "customer.created",
            Stack.NOW.getEpochSecond(),
            StripeJson.customer("cus_1", "u1")));
    stack.write("users/u1/images/i1", Fields.empty().with("title", "fox"));
    put("errorLogs/e1", Fields.empty().with("uid", "u1"));
    put("securityLogs/s1", Fields.empty().with("uid", "u1").with("event", "sign-in"));
    stack.upload(subject, "i1", "image/png", new byte[] {1, 2, 3});
    stack.settle();
    return subject;
  }

  private void put(String path, Fields fields) {
    assertThat(stack.cloud.documents().create(new DocumentPath(path), fields)).isTrue();
  }

  /** Confirmed by an operator, so that the circuit breaker does not count it. */
  private RemovalOrder begun(SubjectId subject) {
    stack.wiring.services().erasures().begin(subject, "account-deleted");
    confirm(order());
    return order();
  }

  private void confirm(RemovalOrder order) {
    Document stored = stack.cloud.documents().get(order.path()).orElseThrow();
    assertThat(
            stack
                .cloud
                .documents()
                .update(order.path(), stored.updateTime(), order.confirmed(stack.now()).fields()))
        .isTrue();
  }

  private RemovalOrder order() {
    return RemovalOrder.of(
        stack.cloud.documents().find(Query.in(new CollectionPath("erasures"))).get(0));
  }

  /** The remaining data of the subject, independent of the order. */
  private Set<String> there(SubjectId subject) {
    Set<String> there = new TreeSet<>();
    stack.remainsOf(subject).stream()
        .filter(it -> !it.startsWith("erasures/"))
        .map(it -> it.startsWith("content:") ? "images" : it.split("/", -1)[0])
        .forEach(there::add);
    if (stack.cloud.keys().find(Query.in(new CollectionPath("keys"))).stream()
        .anyMatch(it -> it.fields().has("wrapped"))) {
      there.add("key");
    }
    if (stack.cloud.billing().customer("cus_1").isPresent()) {
      there.add("customer");
    }
    if (stack.cloud.billing().subscription("sub_1").orElseThrow().status()
        == SubscriptionStatus.ACTIVE) {
      there.add("subscription");
    }
    return there;
  }

  /** Verifies twice, because the second finding raises an alarm. */
  private void refused(RemovalOrder order, String... operations) {
    refusals.refused = Set.of(operations);
    for (int i = 0; i < 2; i++) {
      stack.later(Duration.ofMinutes(20));
      assertThatThrownBy(() -> stack.wiring.services().erasureExecution().erase(order.id()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("refused ");
    }
    refusals.refused = Set.of();
  }

  private void assertFulfilledOnceTheRefusalEnds(SubjectId subject) {
    for (int i = 0; i < 2; i++) {
      stack.later(Duration.ofMinutes(20));
      stack.task("sweep", Map.of());
      stack.settle();
    }
    assertThat(there(subject)).isEmpty();
    assertThat(order().state()).isEqualTo(OrderState.FULFILLED);
    assertThat(order().remaining()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "keys.transact, key, keys",
    "accounts.disable, '', ''",
    "accounts.revokeSessions, '', ''",
    "accounts.delete, account, accounts",
    "accounts.get, '', accounts",
    "billing.subscriptions, '', stripeCustomer",
    "billing.deleteCustomer, customer, stripeCustomer",
    "billing.customer, '', stripeCustomer",
    "documents.create, '', ''",
    "documents.delete, 'corpus customers errorLogs subjects users', users",
    "documents.descendants, 'subjects users', users",
    "blobs.listGenerations, images, sealedImages",
    "blobs.delete, images, sealedImages"
  })
  void refusedStepStopsNoOtherStepOfAnErasure(String operation, String there, String left)
      throws IOException {
    SubjectId subject = person();
    RemovalOrder order = begun(subject);

    refused(order, operation);

    Set<String> expected =
        Arrays.stream(there.split(" ", -1)).filter(it -> !it.isEmpty()).collect(Collectors.toSet());
    assertThat(there(subject)).isSubsetOf(expected);
    assertThat(order().state()).isEqualTo(OrderState.IN_PROGRESS);
    if (!left.isEmpty()) {
      assertThat(order().remaining()).contains(left);
      assertThat(alarms)
          .singleElement()
          .asString()
          .startsWith(
              "alarm: an order cannot remove everything order=" + order.id() + " remaining=")
          .contains(left);
    }
    assertFulfilledOnceTheRefusalEnds(subject);
  }

  @Test
  void erasesOtherDataIfStripeRefusesBothOperations() throws IOException {
    SubjectId subject = person();
    RemovalOrder order = begun(subject);

    refused(order, "billing.cancel", "billing.deleteCustomer");

    assertThat(there(subject)).containsExactly("customer", "subscription");
    assertThat(order().state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(order().remaining()).containsExactly("stripeCustomer");
    assertThat(alarms).singleElement().asString().endsWith(" remaining=stripeCustomer");
    assertFulfilledOnceTheRefusalEnds(subject);
  }

  @Test
  void deletesCustomerWhoseSubscriptionsCannotBeCancelled() throws IOException {
    SubjectId subject = person();
    RemovalOrder order = begun(subject);
    refusals.refused = Set.of("billing.cancel");

    assertThatThrownBy(() -> stack.wiring.services().erasureExecution().erase(order.id()))
        .hasMessage("refused billing.cancel");

    assertThat(there(subject)).isEmpty();
    assertThat(refusals.tried.stream().filter("billing.cancel"::equals)).hasSize(2);
    assertThat(order().state()).isEqualTo(OrderState.IN_PROGRESS);
    assertFulfilledOnceTheRefusalEnds(subject);
  }

  @Test
  void keyIsDestroyedFirst() throws IOException {
    RemovalOrder order = begun(person());
    refusals.tried.clear();

    stack.wiring.services().erasureExecution().erase(order.id());

    List<String> destroying =
        refusals.tried.stream()
            .filter(
                Set.of(
                        "keys.transact",
                        "accounts.disable",
                        "accounts.revokeSessions",
                        "accounts.delete",
                        "billing.cancel",
                        "billing.deleteCustomer",
                        "documents.delete",
                        "blobs.delete")
                    ::contains)
            .toList();
    assertThat(destroying).startsWith("keys.transact").contains("billing.cancel", "blobs.delete");
  }

  /** Queries find the subject's records, and whether a hold needs the key. */
  @Test
  @Keeps({"P20", "P23", "E21"})
  void keepsDataThatAHoldMayNeedIfQueriesFail() throws IOException {
    SubjectId subject = person();
    RemovalOrder order = begun(subject);

    refused(order, "documents.find");

    assertThat(there(subject))
        .contains("key", "images", "users", "customers")
        .doesNotContain("account");
    assertFulfilledOnceTheRefusalEnds(subject);
  }

  @Test
  @Keeps({"P20", "P23", "E21"})
  void holdWithoutCopyKeepsOnlyDataItMayNeed() throws IOException {
    SubjectId subject = person();
    put(
        "holds/h1",
        Fields.empty()
            .with("uid", "u1")
            .with("state", "placed")
            .with("item", "users/u1/images/i1"));
    RemovalOrder order = begun(subject);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> stack.wiring.services().erasureExecution().erase(order.id()))
          .hasMessageContaining("hold");
    }

    assertThat(there(subject)).contains("key", "images", "users");
    assertThat(there(subject))
        .doesNotContain("account", "customer", "subscription", "errorLogs", "customers");
    stack.cloud.documents().delete(List.of(new DocumentPath("holds/h1")));
    assertFulfilledOnceTheRefusalEnds(subject);
  }

  @ParameterizedTest
  @ValueSource(strings = {"documents.delete", "documents.descendants", "blobs.delete"})
  void refusedStepStopsNoOtherStepOfAPurge(String operation) throws IOException {
    SubjectId owner = person();
    put("users/u1/images/i1/versions/v1", Fields.empty().with("what", "beneath"));
    stack.write(
        "users/u1/images/i1", Fields.empty().with("title", "fox").with("deletedAt", stack.now()));
    stack.settle();
    stack.later(Duration.ofDays(7));
    String id =
        stack.cloud.documents().find(Query.in(new CollectionPath("purges"))).get(0).path().id();
    confirm(purge(id));
    refusals.refused = Set.of(operation);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> stack.wiring.services().retention().purge(id))
          .hasMessage("refused " + operation);
    }

    refusals.refused = Set.of();
    boolean isOfImages = operation.startsWith("blobs.");
    assertThat(stack.remainsOf(owner).stream().anyMatch(it -> it.startsWith("content:")))
        .isEqualTo(isOfImages);
    assertThat(stack.remainsOf(owner).stream().anyMatch(it -> it.endsWith("/versions/v1")))
        .isEqualTo(!isOfImages);
    assertThat(purge(id).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(purge(id).remaining()).contains(isOfImages ? "sealedImages" : "images");
    assertThat(alarms).hasSize(1);

    for (int i = 0; i < 2; i++) {
      stack.later(Duration.ofMinutes(20));
      stack.task("sweep", Map.of());
      stack.settle();
    }
    assertThat(stack.remainsOf(owner)).noneMatch(it -> it.contains("i1"));
    assertThat(purge(id).state()).isEqualTo(OrderState.FULFILLED);
  }

  private RemovalOrder purge(String id) {
    return RemovalOrder.of(
        stack.cloud.documents().get(DocumentPath.of("purges", id)).orElseThrow());
  }
}
