package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FieldsWriter;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.OrderState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People and items are erased by every road, and nobody else is touched: also on a queue that
 * forgets ids and delivers everything twice.
 */
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
final class ErasureStoryTest {
  private static final byte[] IMAGE = {1, 2, 3, 4, 5};
  private static final Duration WINDOW = Duration.ofDays(7);

  @TempDir private Path directory;

  @Parameter private boolean isDeliveredTwice;

  private Stack stack;
  private SubjectId u1;
  private SubjectId u10;

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

  private SubjectId person(String uid, String customer) throws IOException {
    return person(uid, customer, "sub_" + customer);
  }

  private SubjectId person(String uid, String customer, String subscription) throws IOException {
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

  private void put(String path, Fields fields) {
    assertThat(stack.cloud.documents().create(new DocumentPath(path), fields)).isTrue();
  }

  private Optional<Document> get(String path) {
    return stack.cloud.documents().get(new DocumentPath(path));
  }

  private Map<String, Document> ofTheNeighbour() {
    Map<String, Document> all = stack.everything();
    all.keySet().removeIf(it -> !it.contains("u10") && !it.contains("cus_10"));
    return all;
  }

  @Test
  @Keeps({"P20", "P23", "E14", "E23", "E24"})
  void anAccountDeletedInTheConsoleIsGoneFromEverywhereAndItsNeighbourIsUntouched() {
    Map<String, Document> neighbour = ofTheNeighbour();
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
    assertThat(ofTheNeighbour()).isEqualTo(neighbour);
    assertThat(stack.tracesOf(u10)).contains("account", "content:users/u10/images/i1");
  }

  @Test
  @Keeps({"P20", "P23", "E24"})
  void anErasureRemovesADocumentWithANumericIdOfDatastoreToo() {
    stack.write("users/u1/prompts/__id5__", Fields.empty().with("text", "imported"));
    assertThat(get("subjects/u1/items/prompts:__id5__")).isPresent();
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
  @Keeps({"P20", "E20", "E24"})
  void aDeletedItemWithANumericIdOfDatastoreIsPurged() {
    String item = "users/u1/prompts/__id5__";
    stack.write(item, Fields.empty().with("text", "imported"));
    stack.write(item, Fields.empty().with("text", "imported").with("deletedAt", stack.now()));
    stack.settle();

    stack.later(WINDOW.plusHours(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(get(item)).isEmpty();
    assertThat(get("subjects/u1/items/prompts:__id5__")).isEmpty();
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps({"E10", "E11", "E17"})
  void whatALateWriterLeavesIsRemovedToo() throws IOException {
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
  @Keeps({"P20", "E20"})
  void aDeletedItemIsRestorableForSevenDaysThenGone() {
    stack.write(
        "users/u1/images/i1", Fields.empty().with("title", "fox").with("deletedAt", Stack.NOW));
    stack.settle();
    stack.later(WINDOW.minusSeconds(1));
    stack.task("sweep", Map.of());
    stack.settle();
    assertThat(get("users/u1/images/i1")).isPresent();

    stack.later(Duration.ofMinutes(20));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(get("users/u1/images/i1")).isEmpty();
    assertThat(stack.tracesOf(u1))
        .noneMatch(it -> it.contains("images"))
        .anyMatch(it -> it.contains("prompts"));
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps("P19")
  void aRestoredItemStays() {
    stack.write(
        "users/u1/images/i1", Fields.empty().with("title", "fox").with("deletedAt", Stack.NOW));
    stack.settle();
    stack.write("users/u1/images/i1", Fields.empty().with("title", "fox"));
    stack.settle();
    stack.later(WINDOW.plusDays(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(get("users/u1/images/i1")).isPresent();
    assertThat(stack.tracesOf(u1)).contains("content:users/u1/images/i1");
    assertThat(stack.orders("purges"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.REVOKED));
  }

  @Test
  @Keeps({"P23", "E21"})
  void aLegalHoldKeepsACopyOfOneItemAndItsEndLetsTheErasureEnd() {
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

  @Test
  @Keeps({"P20", "E18"})
  void whomARestoredMainDatabaseBringsBackIsErasedAgain() {
    Map<String, Document> backup = stack.everything();
    stack.accountDeleted(u1);
    stack.settle();
    Map<String, Document> neighbour = ofTheNeighbour();
    restore(backup);
    assertThat(stack.tracesOf(u1)).isNotEmpty();

    stack.task("replay-tombstones", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(ofTheNeighbour().keySet()).isEqualTo(neighbour.keySet());
    assertThat(stack.tracesOf(u10)).contains("account");
  }

  /** What was there then is there again, and what was not is gone, the tombstones too. */
  private void restore(Map<String, Document> backup) {
    stack
        .cloud
        .documents()
        .delete(stack.everything().keySet().stream().map(DocumentPath::new).toList());
    backup.forEach((path, document) -> put(path, document.fields()));
    stack.forgetChanges();
  }

  @Test
  @Keeps({"P20", "E18"})
  void aKeyThatARestoredDatabaseOfKeysBringsBackIsDestroyedAgain() {
    List<Document> backup = keys();
    stack.accountDeleted(u1);
    stack.settle();
    long destroyed = keys().stream().filter(it -> it.fields().has("destroyedAt")).count();
    for (Document each : backup) {
      stack.cloud.keys().set(each.path(), each.fields());
    }

    stack.task("replay-tombstones", Map.of());
    stack.settle();

    assertThat(keys().stream().filter(it -> it.fields().has("destroyedAt")))
        .hasSize((int) destroyed);
    assertThat(keys().stream().filter(it -> it.fields().has("wrapped"))).hasSize(1);
  }

  private List<Document> keys() {
    return stack.cloud.keys().find(Query.in(new CollectionPath("keys")));
  }

  @Test
  @Keeps({"P23", "E14"})
  void whoWasDeletedInBulkWithoutAnEventIsErasedAfterTwoScansAndSevenDays() {
    stack.signUp("u2");
    stack.cloud.accounts().delete(u1);
    for (int night = 0; night < 2; night++) {
      stack.later(Duration.ofDays(1).plusHours(1));
      stack.task("reconcile", Map.of());
      stack.settle();
    }
    assertThat(get("users/u1/images/i1")).isPresent();
    assertThat(stack.wiring.services().subjects().erased(u1)).isFalse();

    stack.later(WINDOW);
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.tracesOf(u10)).contains("account", "users/u10/images/i1");
  }

  @Test
  @Keeps({"P23", "E16"})
  void anAccountThatIsMadeAgainUnderAnErasedUidIsErasedAgain() {
    stack.accountDeleted(u1);
    stack.settle();
    stack.cloud.accounts().create(u1, Optional.empty(), Optional.empty());

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
  }

  @Test
  @Keeps({"P20", "E14", "E16"})
  void accountsAfterOnesWithOddUidsAreReconciled() {
    stack.accountDeleted(u1);
    stack.settle();
    for (String uid : List.of("..", "__x__", "a/b", "u1")) { // in the order of the listing
      stack.cloud.accounts().create(new SubjectId(uid), Optional.empty(), Optional.empty());
    }

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(stack.cloud.accounts().get(new SubjectId("a/b"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "__x__", "u10/images"})
  @Keeps({"P20", "P23", "E23"})
  void aPersonWithAnOddUidIsErasedAndTheirNeighboursAreUntouched(String uid) {
    SubjectId odd = new SubjectId(uid);
    stack.cloud.accounts().create(odd, Optional.empty(), Optional.empty());
    stack.cloud.billing().putCustomer("cus_odd", Optional.of(odd));
    put("customers/cus_odd", Fields.empty().with("uid", uid));
    put("errorLogs/e-odd", Fields.empty().with("uid", uid).with("createdAt", Stack.NOW));
    Map<String, Document> neighbour = ofTheNeighbour();
    Order requested = stack.wiring.services().erasures().request(odd, "requested");
    assertThat(get("subjects/" + odd.documentId())).isPresent();
    stack.cloud.accounts().delete(odd);

    stack.accountDeleted(odd);
    stack.settle();

    assertThat(stack.tracesOf(odd)).isEmpty();
    assertThat(get("subjects/" + odd.documentId())).isEmpty();
    assertThat(get("customers/cus_odd")).isEmpty();
    assertThat(get("errorLogs/e-odd")).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.id()).isEqualTo(requested.id());
              assertThat(it.state()).isEqualTo(OrderState.FULFILLED);
            });
    assertThat(ofTheNeighbour()).isEqualTo(neighbour);
    assertThat(stack.tracesOf(u10)).contains("content:users/u10/images/i1");
  }

  @Test
  @Keeps({"P6", "P7"})
  void customersAfterOneThatCannotBeReadAreReconciled() {
    put("customers/cus_0", Fields.empty().with("uid", 7L));
    stack.cloud.billing().cancel("sub_cus_1");
    stack.later(Duration.ofDays(30));

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.standing(u1).protectedNow()).isFalse();
  }

  @Test
  @Keeps({"P20", "E18"})
  void tombstonesAfterOnesThatCannotBeReadAreReplayed() {
    List<Document> backup = keys();
    stack.accountDeleted(u1);
    stack.settle();
    put("tombstones/!1", Fields.empty().with("epoch", 0L));
    put("tombstones/!2", Fields.empty().with("epoch", 0L).with("order", "first"));
    for (Document each : backup) {
      stack.cloud.keys().set(each.path(), each.fields());
    }

    stack.task("replay-tombstones", Map.of());
    stack.settle();

    assertThat(keys().stream().filter(it -> it.fields().has("wrapped"))).hasSize(1);
  }

  @Test
  @Keeps({"P6", "P7"})
  void aPlanThatDriftedFromStripeIsPutRight() {
    assertThat(stack.standing(u1).protectedNow()).isTrue();
    stack.cloud.billing().cancel("sub_cus_1");
    stack.later(Duration.ofDays(30));

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(stack.standing(u1).protectedNow()).isFalse();
    assertThat(stack.standing(u10).protectedNow()).isTrue();
    Optional<Document> before = get("subjects/u1");
    stack.later(Duration.ofDays(1));
    stack.task("reconcile", Map.of());
    stack.settle();
    assertThat(get("subjects/u1")).isEqualTo(before);
  }

  @Test
  @Keeps({"P19", "E32"})
  void theLastCustomerDeletedAtStripeErasesNobody() throws IOException {
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
  void aCustomerPutDownToAnotherSubjectIsPutRightByItsMetadataAtStripe() {
    stack.cloud.billing().putCustomer("cus_1", Optional.of(u10));
    stack.later(Duration.ofDays(2));

    stack.task("reconcile", Map.of());
    stack.settle();

    assertThat(get("customers/cus_1").orElseThrow().fields().string("uid")).contains("u10");
    assertThat(stack.standing(u1).protectedNow()).isFalse();
    stack.cloud.billing().cancel("sub_cus_10");
    stack.task("reconcile", Map.of());
    stack.settle();
    assertThat(stack.standing(u10).protectedNow()).isTrue();
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
  void aCustomersIdMayBeAnyThatAMerchantChooses(String customer) throws IOException {
    SubjectId odd = person("odd", customer, "sub_17");
    stack.settle();
    assertThat(stack.standing(odd).protectedNow()).isTrue();

    stack.cloud.billing().cancel("sub_17");
    stack.later(Duration.ofDays(30));
    stack.task("reconcile", Map.of());
    stack.settle();
    assertThat(stack.standing(odd).protectedNow()).isFalse();

    stack.cloud.accounts().delete(odd);
    stack.accountDeleted(odd);
    stack.settle();

    assertThat(stack.tracesOf(odd)).isEmpty();
    assertThat(stack.everything().values())
        .noneMatch(it -> FieldsWriter.write(it.fields()).contains(customer));
    assertThat(stack.cloud.billing().customer(customer)).isEmpty();
    assertThat(stack.orders("erasures"))
        .singleElement()
        .satisfies(it -> assertThat(it.state()).isEqualTo(OrderState.FULFILLED));
  }

  @Test
  @Keeps({"P20", "P28"})
  void whatStripeHasNotRedactedYetIsSaidToBePending() {
    stack.cloud.billing().redactionsWait(true);
    stack.accountDeleted(u1);
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    Order pending = stack.orders("erasures").get(0);
    assertThat(pending.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(pending.fields().instant("removedAt")).isPresent();
    assertThat(pending.fields().map("pending").map("stripeCustomer").instant("until"))
        .contains(Stack.NOW.plus(Duration.ofDays(90)));

    stack.cloud.billing().redactionsWait(false);
    stack.later(Duration.ofDays(1));
    stack.task("sweep", Map.of());
    stack.settle();

    assertThat(stack.orders("erasures").get(0).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  @Keeps({"P14", "P21"})
  void aSecurityLogKeepsWhatHappenedAndLosesThePerson() {
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
