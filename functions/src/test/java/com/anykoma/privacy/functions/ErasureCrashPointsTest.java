package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.protection.vault.Watched;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every flow that removes, killed before and after every operation of every port that changes
 * something in turn (before one that only reads is the same as after what came before it), then
 * retried as the platform does: in the end nothing of the subject is left, no neighbour is touched,
 * and no order ever says that it is done while something is left.
 */
@Keeps({"P19", "P20", "P23", "E10", "E18", "E21", "E23", "E26"})
final class ErasureCrashPointsTest {
  private static final byte[] IMAGE = {1, 2, 3, 4, 5};
  private static final int MAX_POINTS = 400;

  @TempDir private Path directory;
  private final Death death = new Death();
  private Stack stack;
  private Map<String, Object> neighbours;

  /**
   * The process dies at one operation, before it or when it is done, and does no other; or
   * something else happens just before that operation, once.
   */
  private static final class Death implements Watched.Watch {
    private static final Set<String> READS =
        Set.of(
            "get",
            "getAll",
            "find",
            "count",
            "collections",
            "descendants",
            "ids",
            "stat",
            "read",
            "list",
            "listGenerations",
            "verify",
            "subscription",
            "subscriptions",
            "customer",
            "customers",
            "redaction");

    private boolean dead;
    private int at = Integer.MAX_VALUE;
    private boolean isDone;
    private int operations;
    private Optional<Runnable> intrusion = Optional.empty();

    void intrude(int at, Runnable intrusion) {
      arm(at, false);
      this.intrusion = Optional.of(intrusion);
    }

    void arm(int at, boolean isDone) {
      this.at = at;
      this.isDone = isDone;
      this.operations = 0;
      this.dead = false;
    }

    void disarm() {
      dead = false;
      at = Integer.MAX_VALUE;
      intrusion = Optional.empty();
    }

    boolean came() {
      return operations >= at;
    }

    @Override
    public void before(String operation) {
      if (intrusion.isPresent()) {
        operations++;
        if (operations == at) {
          Runnable once = intrusion.get();
          disarm();
          once.run();
        }
        return;
      }
      operations += READS.contains(operation) ? 0 : 1;
      dead |= operations >= at && !isDone;
      if (dead) {
        throw new IllegalStateException("died before " + operation);
      }
    }

    @Override
    public @Nullable Object after(String operation, @Nullable Object answer) {
      dead |= operations >= at;
      if (dead) {
        throw new IllegalStateException("died after " + operation);
      }
      return answer;
    }
  }

  @BeforeEach
  void live() throws IOException {
    stack = new Stack(directory, death);
    for (String each : List.of("u10", "U1")) {
      person(each);
    }
    stack.settle();
    neighbours = neighbours();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private SubjectId person(String uid) throws IOException {
    SubjectId subject = stack.signUp(uid);
    stack.cloud.billing().putCustomer("cus_" + uid, Optional.of(subject));
    stack
        .cloud
        .billing()
        .put(
            new BillingSubscription(
                "sub_" + uid,
                "cus_" + uid,
                SubscriptionStatus.ACTIVE,
                List.of(),
                Optional.empty()));
    long created = Stack.NOW.getEpochSecond();
    stack.send(
        StripeJson.event(
            "evt_" + uid, "customer.created", created, StripeJson.customer("cus_" + uid, uid)));
    stack.write("users/" + uid + "/images/i1", Fields.empty().with("title", "fox"));
    put("users/" + uid + "/ghost/g1/items/x1", Fields.empty().with("what", "an orphan"));
    put("securityLogs/s-" + uid, Fields.empty().with("uid", uid).with("event", "sign-in"));
    stack.upload(subject, "i1", "image/png", IMAGE);
    return subject;
  }

  private void put(String path, Fields fields) {
    stack.cloud.documents().set(new DocumentPath(path), fields);
  }

  /** Documents with their times, objects with their generations, accounts and subscriptions. */
  private Map<String, Object> neighbours() {
    Map<String, Object> all = new HashMap<>();
    for (String uid : List.of("u10", "U1")) {
      List<DocumentPath> paths = new ArrayList<>();
      for (String root : List.of("users", "subjects")) {
        DocumentPath path = DocumentPath.of(root, uid);
        paths.add(path);
        paths.addAll(stack.cloud.documents().descendants(List.of(path), Optional.empty(), 1_000));
      }
      paths.add(DocumentPath.of("securityLogs", "s-" + uid));
      paths.add(DocumentPath.of("customers", "cus_" + uid));
      for (DocumentPath each : paths) {
        all.put(each.value(), stack.cloud.documents().get(each));
      }
      List<Blob> blobs =
          stack
              .cloud
              .blobs()
              .listGenerations("content", "users/" + uid + "/", Optional.empty(), 100)
              .items();
      all.put("blobs of " + uid, blobs);
      all.put("account of " + uid, stack.cloud.accounts().get(new SubjectId(uid)));
      all.put("money of " + uid, stack.cloud.billing().subscriptions("cus_" + uid));
    }
    return all;
  }

  /** What is done to a subject, from the first word of it on; safe to be told again. */
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
    assertThat(neighbours()).isEqualTo(neighbours);
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

  /** The orders that erase the subject, found by their tombstone's number. */
  private List<Order> orders(SubjectId subject) {
    return stack.wiring.services().erasures().status(subject).stream().toList();
  }

  private void deleted(SubjectId subject) {
    stack.cloud.accounts().delete(subject);
    stack.accountDeleted(subject);
    stack.settle();
  }

  @Test
  void anAccountIsErasedWhereverItDies() throws IOException {
    everywhere(subject -> {}, this::deleted, 60);
  }

  @Test
  void aRequestIsCarriedOutWhereverItDies() throws IOException {
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
        65);
  }

  @Test
  void aHoldIsKeptAndEndsWhereverItDies() throws IOException {
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
        100);
  }

  @Test
  void whoARestoredDatabaseBringsBackIsErasedAgainWhereverItDies() throws IOException {
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
        30);
  }

  @Test
  void whoWasDeletedInBulkIsErasedWhereverItDies() throws IOException {
    stack.task("reconcile", Map.of()); // Stripe had told of no subscription
    stack.settle();
    neighbours = neighbours();
    everywhere(
        subject -> {
          stack.cloud.accounts().delete(subject);
          stack.later(Duration.ofDays(1).plusSeconds(1));
          stack.task("reconcile", Map.of());
          stack.settle();
        },
        this::isMissedOnceMore,
        65);
  }

  /** The second scan, a night later, and the sweep after 7 days, unless the erasure has begun. */
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
  void anItemIsPurgedWhereverItDies() throws IOException {
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
    assertThat(Set.copyOf(purges.stream().map(it -> Order.of(it).state()).toList()))
        .containsExactly(OrderState.FULFILLED);
    assertThat(points).isGreaterThan(30);
  }

  /** Something about the subject that happens while they are erased. */
  @FunctionalInterface
  private interface Intrusion {
    void about(SubjectId subject) throws Exception;
  }

  /** Before every fifth operation of the erasure in turn. */
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
              // refused, and settled
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
    assertThat(neighbours()).isEqualTo(neighbours);
  }

  @Test
  @Keeps({"E13", "E19"})
  void aWebhookInBetweenBringsNothingBack() throws IOException {
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
  void anUploadInBetweenLeavesNothing() throws IOException {
    inBetween(subject -> stack.upload(subject, "late", "image/png", IMAGE));
  }

  @Test
  @Keeps({"E11", "E17"})
  void aWriteOfTheAppInBetweenLeavesNothing() throws IOException {
    inBetween(
        subject -> {
          put("users/" + subject.value() + "/prompts/late", Fields.empty().with("text", "late"));
          put("users/" + subject.value(), Fields.empty().with("gpc", true));
        });
  }

  @Test
  @Keeps("E19")
  void oldTasksAndEventsInBetweenBringNothingBack() throws IOException {
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

  /** Clocks differ: an instance that is behind takes back what another has begun. */
  @Test
  @Keeps({"P19", "P23"})
  void aRequestThatIsTakenBackAsItBeginsLeavesNobodyHalfErased() throws IOException {
    boolean came = true;
    for (int at = 1; came; at++) {
      SubjectId subject = person("r" + at);
      stack.settle();
      Order asked = stack.wiring.services().erasures().request(subject, "requested");
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
        stack.wiring.services().erasing().erase(asked.id());
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("taken back");
      }
      death.disarm();
      came = happened[0];
      stack.wiring.services().erasing().erase(asked.id());
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
    assertThat(neighbours()).isEqualTo(neighbours);
  }
}
