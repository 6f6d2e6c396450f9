package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Decision;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that mass deletion is blocked until an operator confirms or denies it. */
@Keeps("P19")
@Tag("slow")
final class MassDeletionTest {
  private static final int SUBJECTS = 2;
  private static final int OBJECTS = 6;

  @TempDir private Path directory;
  private World world;
  private ErasureExecutionService erasing;
  private RetentionService retention;
  private ConfirmService confirmations;

  @BeforeEach
  void open() {
    world = new World(directory);
    limit(new CircuitBreakerLimits(SUBJECTS, 2, 1_000, OBJECTS, 1_000, 1_000));
  }

  private void limit(CircuitBreakerLimits limits) {
    Services limited = world.with(limits);
    erasing = limited.erasureExecution();
    retention = limited.retention();
    confirmations = limited.confirmations();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private RemovalOrder deleted(String uid) {
    SubjectId subject = world.signUp(uid);
    world.erasures.begin(subject, "account-deleted");
    return erased(subject);
  }

  private RemovalOrder erased(SubjectId subject) {
    erasing.erase(order(subject).id());
    world.certify(order(subject));
    erasing.erase(order(subject).id());
    return order(subject);
  }

  private RemovalOrder order(SubjectId subject) {
    return world.erasures.status(subject).orElseThrow();
  }

  private void decide(String decision, String what) {
    confirmations.handle(
        Decision.of(new Task("confirm", "1", Map.of("decision", decision, "what", what))));
  }

  /** A decision without effect is no failure, because tasks may be delivered twice. */
  private void assertNothingWaits(String decision, String what) {
    decide(decision, what);

    Task again = new Task("confirm", "confirm-2", Map.of("decision", decision, "what", what));
    assertThat(confirmations.decide(Decision.of(again)).isNothing()).as(what).isTrue();
  }

  private boolean isThere(String uid) {
    return world.cloud.documents().get(World.account(new SubjectId(uid))).isPresent();
  }

  @Test
  void erasuresAboveTheHourlyLimitAreBlockedUntilConfirmed() {
    for (int i = 0; i < SUBJECTS; i++) {
      assertThat(deleted("u" + i).state()).isEqualTo(OrderState.FULFILLED);
    }
    RemovalOrder waiting = deleted("ann");
    RemovalOrder another = deleted("ben");

    assertThat(waiting.state()).isEqualTo(OrderState.OPEN);
    assertThat(waiting.blocked()).contains("too many erasures within an hour");
    assertThat(isThere("ann")).isTrue();
    assertThat(world.subjects.erased(new SubjectId("ann"))).isTrue();
    world.clock.advance(Duration.ofHours(2));
    assertThat(erased(new SubjectId("ann")).state()).isEqualTo(OrderState.OPEN);

    decide("confirm", "erasures");

    assertThat(erased(new SubjectId("ann")).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(erased(new SubjectId("ben")).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(another.blocked()).isPresent();
    assertThat(isThere("ann")).isFalse();
    world.clock.advance(Duration.ofSeconds(1));
    assertThat(deleted("late").state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void deniedErasureLeavesNoTrace() {
    for (int i = 0; i < SUBJECTS; i++) {
      deleted("u" + i);
    }
    RemovalOrder waiting = deleted("ann");

    decide("deny", waiting.id());

    SubjectId ann = new SubjectId("ann");
    assertThat(world.subjects.erased(ann)).isFalse();
    assertThat(world.cloud.documents().get(waiting.path()).map(it -> RemovalOrder.of(it).state()))
        .contains(OrderState.DENIED);
    world.writeAccount(ann, Fields.empty().with("displayName", "Ann"));
    erasing.erase(waiting.id());
    assertThat(isThere("ann")).isTrue();
    assertNothingWaits("deny", waiting.id());
  }

  @Test
  void blocksOneLargeErasureAlone() {
    SubjectId rich = world.signUp("rich");
    for (int i = 0; i <= OBJECTS; i++) {
      world.cloud.documents().create(World.prompt(rich, "p" + i), Fields.empty().with("text", "x"));
    }
    world.erasures.begin(rich, "account-deleted");

    assertThat(erased(rich).blocked()).contains("more than 6 objects");
    assertThat(deleted("ann").state()).isEqualTo(OrderState.FULFILLED);

    decide("confirm", order(rich).id());

    assertThat(erased(rich).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("rich")).isFalse();
  }

  @Test
  void refusesInvalidDecisionsAndIgnoresEmptyOnes() {
    assertThatThrownBy(() -> decide("perhaps", "erasures")).isInstanceOf(PermanentFailure.class);
    assertNothingWaits("deny", "erasures");
    assertNothingWaits("deny", "expiry");
    assertThatThrownBy(() -> decide("confirm", "a/b")).isInstanceOf(PermanentFailure.class);
    assertNothingWaits("confirm", "none");
  }

  private RemovalOrder requested(String uid) {
    SubjectId subject = world.signUp(uid);
    return world.erasures.request(subject, "requested");
  }

  private RemovalOrder purge(String uid, String id, boolean byItsOwner) {
    SubjectId owner = new SubjectId(uid);
    DocumentPath path = world.createPrompt(owner, id);
    world.handle(
        byItsOwner
            ? world.write(
                path,
                Fields.empty().with("text", "a castle").with("deletedAt", world.clock.instant()))
            : world.delete(path));
    return world
        .cloud
        .documents()
        .find(Query.group("purges").whereEqual("item", path.value()))
        .stream()
        .map(RemovalOrder::of)
        .findFirst()
        .orElseThrow();
  }

  private OrderState purged(RemovalOrder order) {
    retention.purge(order.id());
    return RemovalOrder.of(world.cloud.documents().get(order.path()).orElseThrow()).state();
  }

  @Test
  void hundredRequestedErasuresBlockNobody() {
    List<RemovalOrder> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(requested("throwaway" + i));
    }
    RemovalOrder ann = requested("ann");
    world.clock.advance(Duration.ofDays(7));

    asked.forEach(it -> erasing.erase(it.id()));

    assertThat(asked)
        .allMatch(
            it ->
                RemovalOrder.of(world.cloud.documents().get(it.path()).orElseThrow()).state()
                    == OrderState.IN_PROGRESS);
    assertThat(erased(new SubjectId("ann")).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(ann.blocked()).isEmpty();
    assertThat(deleted("ben").state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void blockedCauseDoesNotBlockOthers() {
    for (int i = 0; i <= SUBJECTS; i++) {
      deleted("u" + i);
    }
    assertThat(deleted("ann").blocked()).isPresent();

    SubjectId ben = world.signUp("ben");
    for (String control : List.of("cat", "dan")) {
      world.signUp(control);
    }
    world.cloud.accounts().delete(ben);
    world.erasures.begin(ben, "account-gone");

    assertThat(erased(ben).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void onePersonsManyPurgesBlockOnlyThatPerson() {
    for (String each : List.of("rich", "ann")) {
      world.signUp(each);
    }
    List<RemovalOrder> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(purge("rich", "p" + i, i % 2 == 0));
    }
    RemovalOrder annsOwn = purge("ann", "own", true);
    world.clock.advance(Duration.ofDays(20));

    assertThat(many).allMatch(it -> purged(it) == OrderState.OPEN);
    assertThat(purged(annsOwn)).isEqualTo(OrderState.IN_PROGRESS);

    decide("confirm", "purges");
    assertThat(many).allMatch(it -> purged(it) == OrderState.IN_PROGRESS);
  }

  @Test
  void limitGrowsWithTheLiveAccounts() {
    limit(new CircuitBreakerLimits(SUBJECTS, 2, 5, OBJECTS, 1_000, 1_000));
    for (int i = 0; i < 10; i++) {
      world.signUp("living" + i);
    }

    for (int i = 0; i < 2 * SUBJECTS; i++) {
      assertThat(deleted("u" + i).state()).isEqualTo(OrderState.FULFILLED);
    }
    assertThat(deleted("ann").blocked()).contains("too many erasures within an hour");
  }

  @Test
  void blockedInferredErasureRaisesNoFence() {
    for (int i = 0; i < SUBJECTS; i++) {
      deleted("u" + i);
    }
    List<SubjectId> blocked = List.of(world.signUp("ann"), world.signUp("ben"));
    for (SubjectId each : blocked) {
      // opened like an inferred request: without a fence and revocable for a while
      world.erasures.request(each, "account-deleted");
    }
    world.clock.advance(Duration.ofDays(7).minusMinutes(30));
    for (int i = 0; i < SUBJECTS; i++) {
      deleted("more" + i);
    }
    world.clock.advance(Duration.ofMinutes(30));

    assertThat(blocked)
        .allMatch(it -> erased(it).blocked().isPresent())
        .noneMatch(world.subjects::erased);
  }

  @Test
  void deniesAWholeCauseAtOnce() {
    List<RemovalOrder> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(deleted("u" + i));
    }
    decide("deny", "account-deleted");

    assertThat(waiting)
        .extracting(
            it -> RemovalOrder.of(world.cloud.documents().get(it.path()).orElseThrow()).state())
        .containsExactly(
            OrderState.FULFILLED,
            OrderState.FULFILLED,
            OrderState.DENIED,
            OrderState.DENIED,
            OrderState.DENIED);
    assertThat(world.subjects.erased(new SubjectId("u4"))).isFalse();
    assertNothingWaits("deny", "account-deleted");
  }

  /** Opened and not tried yet, as when one sweep cannot dispatch all requests. */
  private RemovalOrder untried(String uid) {
    world.erasures.begin(world.signUp(uid), "account-deleted");
    return order(new SubjectId(uid));
  }

  private OrderState stateOf(RemovalOrder order) {
    return RemovalOrder.of(world.cloud.documents().get(order.path()).orElseThrow()).state();
  }

  @Test
  void denialIncludesOrdersThatWereNotTriedYet() {
    for (int i = 0; i < SUBJECTS; i++) {
      deleted("u" + i);
    }
    RemovalOrder blocked = deleted("ann");
    RemovalOrder untried = untried("ben");

    decide("deny", "erasures");

    assertThat(List.of(stateOf(blocked), stateOf(untried))).containsOnly(OrderState.DENIED);
    assertThat(world.subjects.erased(new SubjectId("ben"))).isFalse();
    assertThat(deleted("late").blocked()).isPresent();
  }

  @Test
  void decisionContinuesInStepsUntilComplete() {
    limit(new CircuitBreakerLimits(1, 1, 1_000, OBJECTS, 1_000, 1_000));
    deleted("first");
    deleted("blocked");
    for (int i = 0; i < 1_000; i++) {
      untried("u" + i);
    }

    decide("deny", "account-deleted");

    List<Task> further = tasksOf("confirm");
    assertThat(further).hasSize(1);
    assertThat(openOrders()).hasSize(1);
    confirmations.handle(Decision.of(further.get(0)));
    assertThat(openOrders()).isEmpty();
    confirmations.handle(Decision.of(further.get(0))); // again
    assertThat(tasksOf("confirm")).hasSize(1);
  }

  private List<Task> tasksOf(String topic) {
    return world.cloud.tasks().lease(5_000, Duration.ZERO).stream()
        .map(each -> each.task())
        .filter(each -> each.topic().equals(topic))
        .toList();
  }

  private List<Document> openOrders() {
    return world
        .cloud
        .documents()
        .find(Query.in(new CollectionPath("erasures")).whereEqual("state", "open"));
  }

  @Test
  void confirmingWithoutBlockedOrdersChangesNothing() {
    RemovalOrder done = deleted("u0");

    for (String what : List.of("erasures", "purges", "account-deleted", done.id())) {
      assertNothingWaits("confirm", what);
    }

    assertThat(world.cloud.documents().find(Query.in(new CollectionPath("breakers")))).isEmpty();
  }

  @Test
  void confirmsATrippedCauseWithoutBlockedOrders() {
    for (int i = 0; i <= SUBJECTS; i++) {
      deleted("u" + i);
    }
    decide("deny", "account-deleted");

    decide("confirm", "account-deleted");

    world.clock.advance(Duration.ofHours(2));
    assertThat(deleted("late").state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void confirmedOrderIsDispatchedAtOnce() {
    for (int i = 0; i < SUBJECTS; i++) {
      deleted("u" + i);
    }
    RemovalOrder ann = deleted("ann");
    for (int i = 0; i < 300; i++) {
      world.services.dueErasures().dispatch(world.clock.instant().plusSeconds(60));
      world.clock.advance(Duration.ofMinutes(5));
    }
    assertThat(order(new SubjectId("ann")).nextAttemptAt().orElseThrow())
        .isAfter(world.clock.instant());

    decide("confirm", "account-deleted");

    assertThat(order(new SubjectId("ann")).nextAttemptAt()).contains(world.clock.instant());
    assertThat(ann.blocked()).isPresent();
  }
}
