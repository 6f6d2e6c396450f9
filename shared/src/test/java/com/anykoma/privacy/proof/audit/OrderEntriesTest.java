package com.anykoma.privacy.proof.audit;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Decision;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.rights.erasure.ConfirmService;
import com.anykoma.privacy.rights.erasure.ErasureExecutionService;
import com.anykoma.privacy.rights.erasure.HoldService;
import com.anykoma.privacy.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every step of orders, holds and circuit breakers has an audit entry. */
@Keeps({"P19", "P20", "P23"})
class OrderEntriesTest {
  /** The allowed next steps of each step; none at an end. */
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "", Set.of("opened"),
          "opened", Set.of("blocked", "confirmed", "started", "denied", "revoked"),
          "blocked", Set.of("confirmed", "started", "denied", "revoked"),
          "confirmed", Set.of("started", "denied", "revoked"),
          "started", Set.of("removed", "discrepancies"),
          "removed", Set.of("discrepancies", "fulfilled"),
          "discrepancies", Set.of("discrepancies", "fulfilled"),
          "fulfilled", Set.of(),
          "denied", Set.of(),
          "revoked", Set.of("opened"));

  private static final Map<OrderState, Set<String>> LAST =
      Map.of(
          OrderState.OPEN, Set.of("opened", "blocked", "confirmed"),
          OrderState.IN_PROGRESS, Set.of("started", "removed", "discrepancies"),
          OrderState.FULFILLED, Set.of("fulfilled"),
          OrderState.DENIED, Set.of("denied"),
          OrderState.REVOKED, Set.of("revoked"));

  private static final SubjectId ANN = new SubjectId("ann");

  private final List<Fields> entries = new ArrayList<>();
  private World world;
  private ErasureExecutionService erasing;
  private ConfirmService confirmations;
  private RetentionService retention;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    Services limited = world.with(new CircuitBreakerLimits(2, 2, 1_000, 1_000, 1_000, 1_000));
    erasing = limited.erasureExecution();
    confirmations = limited.confirmations();
    retention = limited.retention();
    world.signUp("ann");
    world.clock.set(at(100));
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The entries so far, in writing order. */
  private List<Fields> entries() {
    world.newChanges().stream()
        .filter(it -> it.path().collection().equals(OwnCollections.AUDIT))
        .map(DocumentChange::after)
        .forEach(it -> entries.add(it.orElseThrow().fields()));
    return entries;
  }

  private List<String> steps(String about, String id) {
    return entries().stream()
        .filter(it -> it.string("object").equals(Optional.of(id)))
        .peek(it -> assertThat(it.string("about")).contains(about))
        .map(it -> it.string("action").orElseThrow())
        .toList();
  }

  private List<String> steps(RemovalOrder order) {
    return steps(order.path().collection().id().equals("purges") ? "purge" : "erasure", order.id());
  }

  private List<String> ofBreaker() {
    return entries().stream()
        .filter(it -> it.string("about").equals(Optional.of("breaker")))
        .map(it -> it.string("action").orElseThrow() + " " + it.string("cause").orElseThrow())
        .toList();
  }

  /** Invariant of all orders at any time. */
  private void assertStepsLeadToTheStoredStates() {
    List<RemovalOrder> orders = new ArrayList<>();
    for (String each : List.of("erasures", "purges")) {
      world
          .cloud
          .documents()
          .find(Query.group(each))
          .forEach(it -> orders.add(RemovalOrder.of(it)));
    }
    assertThat(orders).isNotEmpty();
    for (RemovalOrder each : orders) {
      List<String> steps = steps(each);
      String before = "";
      for (String step : steps) {
        assertThat(NEXT.get(before)).as("after '%s' in %s", before, steps).contains(step);
        before = step;
      }
      assertThat(LAST.get(each.state())).as("%s of %s", steps, each).contains(before);
      assertThat(entries())
          .filteredOn(it -> it.string("object").equals(Optional.of(each.id())))
          .extracting(it -> it.string("cause").orElseThrow())
          .containsOnly(each.cause());
    }
    assertThat(entries())
        .noneMatch(it -> it.has("object") && (it.has("subject") || it.has("digest")));
  }

  private RemovalOrder order(SubjectId subject) {
    return world.erasures.status(subject).orElseThrow();
  }

  private RemovalOrder begun(String uid) {
    SubjectId subject = new SubjectId(uid);
    if (!subject.equals(ANN)) {
      world.signUp(uid);
    }
    world.cloud.accounts().delete(subject);
    world.erasures.begin(subject, "account-deleted");
    erasing.erase(order(subject).id());
    assertStepsLeadToTheStoredStates();
    return order(subject);
  }

  private RemovalOrder certified(SubjectId subject) {
    world.clock.advance(Duration.ofSeconds(1));
    world.certify(order(subject));
    assertStepsLeadToTheStoredStates();
    erasing.erase(order(subject).id());
    assertStepsLeadToTheStoredStates();
    return order(subject);
  }

  @Test
  void erasureHasAnEntryForEachStep() {
    RemovalOrder order = begun("ann");
    assertThat(steps(order)).containsExactly("opened", "started", "removed");

    RemovalOrder done = certified(ANN);

    assertThat(done.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(steps(done)).containsExactly("opened", "started", "removed", "fulfilled");
  }

  @Test
  @Keeps("E8")
  void repeatedStepsHaveNoNewEntries() {
    RemovalOrder order = begun("ann");
    world.erasures.begin(ANN, "account-deleted");
    erasing.erase(order.id());
    erasing.erase(order.id());
    RemovalOrder done = certified(ANN);
    List<Fields> before = List.copyOf(entries());

    erasing.erase(done.id());
    world.certify(done);
    world.erasures.begin(ANN, "account-deleted");
    world.runTasks(task -> task.topic().equals(Topic.ERASE.storedName()));

    assertThat(entries()).isEqualTo(before);
    assertStepsLeadToTheStoredStates();
  }

  @Test
  void requestAfterARevocationIsANewOrder() {
    RemovalOrder first = world.erasures.request(ANN, "requested");
    assertStepsLeadToTheStoredStates();
    assertThat(world.erasures.request(ANN, "requested").id()).isEqualTo(first.id());
    Optional<RemovalOrder> revoked = world.erasures.undo(ANN);
    assertStepsLeadToTheStoredStates();
    RemovalOrder second = world.erasures.request(ANN, "requested");

    assertThat(revoked.map(RemovalOrder::state)).contains(OrderState.REVOKED);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(steps(first)).containsExactly("opened", "revoked");
    assertThat(steps(second)).containsExactly("opened");
    world.clock.set(second.restorableUntil());
    erasing.erase(second.id());
    assertThat(certified(ANN).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(steps(second)).containsExactly("opened", "started", "removed", "fulfilled");
  }

  @Test
  void deletedAccountContinuesTheOpenRequest() {
    RemovalOrder requested = world.erasures.request(ANN, "requested");

    RemovalOrder order = begun("ann");

    assertThat(order.id()).isEqualTo(requested.id());
    assertThat(steps(order)).containsExactly("opened", "started", "removed");
  }

  @Test
  void everyDiscrepancyReportHasAnEntry() {
    RemovalOrder order = begun("ann");
    Map<String, String> report = Map.of("order", order.id(), "discrepancies", "prompts");

    erasing.handle(RemovalTask.of(new Task("erase", "erase-1", report)));
    assertStepsLeadToTheStoredStates();
    erasing.handle(RemovalTask.of(new Task("erase", "erase-2", report)));
    erasing.handle(new DiscrepanciesFound(order.id(), List.of("prompts", "images")));

    assertThat(certified(ANN).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(steps(order))
        .containsExactly(
            "opened", "started", "removed", "discrepancies", "discrepancies", "fulfilled");
  }

  @Test
  void lateWriteHasItsOwnOrder() {
    RemovalOrder first = begun("ann");
    assertThat(certified(ANN).state()).isEqualTo(OrderState.FULFILLED);
    world.write(World.prompt(ANN, "late"), Fields.empty().with("text", "a castle"));

    world.services.lateWrites().handle(new LateWrite(ANN, Optional.empty()));
    RemovalOrder second = order(ANN);
    erasing.erase(second.id());

    assertThat(certified(ANN).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(steps(second)).containsExactly("opened", "started", "removed", "fulfilled");
  }

  @Test
  void blockedErasuresAndDecisionsHaveEntries() {
    RemovalOrder first = begun("u1");
    RemovalOrder second = begun("u2");
    assertThat(ofBreaker()).isEmpty();
    RemovalOrder ann = begun("ann");
    RemovalOrder ben = begun("ben");
    RemovalOrder cleo = begun("cleo");
    assertThat(ofBreaker()).containsExactly("tripped erasures-account-deleted");
    assertThat(List.of(steps(ann), steps(ben), steps(cleo)))
        .containsOnly(List.of("opened", "blocked"));

    world.clock.advance(Duration.ofSeconds(1));
    erasing.erase(ann.id());
    assertThat(confirmations.confirm(ann.id())).isTrue();
    assertStepsLeadToTheStoredStates();
    assertThat(confirmations.deny(ben.id())).isTrue();
    assertStepsLeadToTheStoredStates();
    confirmations.handle(new Decision(true, "erasures", 0));
    for (String each : List.of("u1", "u2", "ann", "cleo")) {
      erasing.erase(order(new SubjectId(each)).id());
      assertThat(certified(new SubjectId(each)).state()).isEqualTo(OrderState.FULFILLED);
    }

    assertThat(List.of(steps(first), steps(second)))
        .containsOnly(List.of("opened", "started", "removed", "fulfilled"));
    assertThat(steps(ann))
        .containsExactly("opened", "blocked", "confirmed", "started", "removed", "fulfilled");
    assertThat(steps(ben)).containsExactly("opened", "blocked", "denied");
    assertThat(steps(cleo))
        .containsExactly("opened", "blocked", "confirmed", "started", "removed", "fulfilled");
    assertThat(ofBreaker())
        .containsExactly("tripped erasures-account-deleted", "confirmed erasures-account-deleted");
    assertThat(entries())
        .filteredOn(it -> it.string("about").equals(Optional.of("breaker")))
        .allMatch(it -> !it.has("subject") && !it.has("object"));
  }

  private RemovalOrder purgeOf(DocumentPath item) {
    return world
        .cloud
        .documents()
        .find(Query.group("purges").whereEqual("item", item.value()))
        .stream()
        .map(RemovalOrder::of)
        .findFirst()
        .orElseThrow();
  }

  private RemovalOrder stored(RemovalOrder order) {
    return RemovalOrder.of(world.cloud.documents().get(order.path()).orElseThrow());
  }

  private void written(DocumentPath path, Fields fields) {
    world.clock.advance(Duration.ofSeconds(1));
    world.handle(world.write(path, fields));
    assertStepsLeadToTheStoredStates();
  }

  @Test
  @Keeps({"E10", "E11"})
  void purgeHasAnEntryForEachStepAndRestore() {
    Fields prompt = Fields.empty().with("text", "a castle");
    DocumentPath path = world.createPrompt(ANN, "p1");
    written(path, prompt.with("deletedAt", at(200)));
    RemovalOrder order = purgeOf(path);
    written(path, prompt);
    assertThat(steps(order)).containsExactly("opened", "revoked");
    written(path, prompt.with("deletedAt", at(300)));

    retention.purge(order.id());
    assertThat(steps(order)).containsExactly("opened", "revoked", "opened");
    world.clock.set(stored(order).restorableUntil());
    retention.purge(order.id());
    assertStepsLeadToTheStoredStates();
    world.certify(stored(order));
    retention.purge(order.id());
    retention.purge(order.id());

    assertStepsLeadToTheStoredStates();
    assertThat(stored(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(steps(order))
        .containsExactly("opened", "revoked", "opened", "started", "removed", "fulfilled");
  }

  @Test
  void blockedPurgesAndDecisionsHaveEntries() {
    List<RemovalOrder> orders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      DocumentPath path = world.createPrompt(world.signUp("u" + i), "p");
      world.handle(world.delete(path));
      orders.add(purgeOf(path));
    }
    world.clock.advance(Duration.ofDays(20));
    orders.forEach(it -> retention.purge(it.id()));
    assertStepsLeadToTheStoredStates();
    assertThat(ofBreaker()).containsExactly("tripped purges-vanished");

    assertThat(confirmations.deny(orders.get(2).id())).isTrue();
    assertThat(confirmations.confirm(orders.get(3).id())).isTrue();
    orders.forEach(it -> retention.purge(it.id()));

    assertStepsLeadToTheStoredStates();
    assertThat(steps(orders.get(2))).containsExactly("opened", "blocked", "denied");
    assertThat(steps(orders.get(3)))
        .containsExactly("opened", "blocked", "confirmed", "started", "removed");
  }

  @Test
  @Keeps("E21")
  void holdHasAnEntryForEachStep() {
    HoldService holds = world.services.holds();
    DocumentPath path = world.createPrompt(ANN, "p1");

    String id = holds.place(path, "case 1", at(9_000));
    holds.process(id);
    assertThat(steps("hold", id)).containsExactly("placed", "kept");
    assertThat(holds.release(id)).isTrue();
    assertThat(holds.release(id)).isFalse();

    assertThat(steps("hold", id)).containsExactly("placed", "kept", "released");
    assertThat(entries())
        .filteredOn(it -> it.string("about").equals(Optional.of("hold")))
        .allMatch(it -> !it.has("subject") && !it.has("cause"));
  }
}
