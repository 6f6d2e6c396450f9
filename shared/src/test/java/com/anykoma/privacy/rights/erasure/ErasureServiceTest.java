package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderDispatcher;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that requests and reports open one order each, even if duplicate, late or lost. */
@Keeps({"P20", "P23"})
final class ErasureServiceTest {
  private static final SubjectId ANN = new SubjectId("ann");

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory);
    world.signUp("ann");
    world.runTasks();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<RemovalOrder> orders() {
    return world.cloud.documents().find(Query.group("erasures")).stream()
        .map(RemovalOrder::of)
        .toList();
  }

  @Test
  @Keeps("E14")
  void duplicateRequestOpensOneOrder() {
    RemovalOrder first = world.erasures.request(ANN, "requested");
    world.clock.advance(Duration.ofHours(1));

    RemovalOrder second = world.erasures.request(ANN, "requested");

    assertThat(second).isEqualTo(first);
    assertThat(orders()).containsExactly(first);
  }

  @Test
  void requestCanBeRevokedUntilItIsDue() {
    RemovalOrder asked = world.erasures.request(ANN, "requested");
    world.clock.set(asked.restorableUntil().minusNanos(1_000));
    assertThat(world.erasures.undo(ANN).orElseThrow().state()).isEqualTo(OrderState.REVOKED);

    RemovalOrder again = world.erasures.request(ANN, "requested");
    world.clock.set(again.restorableUntil());

    assertThat(world.erasures.undo(ANN).orElseThrow().isLive()).isTrue();
    assertThat(world.order(ANN).id()).isEqualTo(again.id()).isNotEqualTo(asked.id());
  }

  @Test
  void revokingWithoutARequestReturnsEmpty() {
    assertThat(world.erasures.undo(ANN)).isEmpty();
    assertThat(orders()).isEmpty();
  }

  @Test
  void duplicateReportOpensOneOrder() {
    world.erasures.begin(ANN, "account-deleted");
    world.erasures.begin(ANN, "account-deleted");

    assertThat(orders()).hasSize(1);
    assertThat(world.subjects.erased(ANN)).isTrue();
  }

  @Test
  void reportStartsAPendingRequestAtOnce() {
    RemovalOrder asked = world.erasures.request(ANN, "requested");

    world.erasures.begin(ANN, "account-deleted");

    assertThat(world.order(ANN).id()).isEqualTo(asked.id());
    assertThat(world.order(ANN).isRestorable(world.clock.instant())).isFalse();
  }

  @Test
  @Keeps("E16")
  void reportAfterTheErasureOpensNoOrderIfNothingRemains() {
    world.cloud.accounts().delete(ANN);
    world.erase(ANN);
    world.loseTasks();

    world.erasures.begin(ANN, "account-deleted");
    world.runTasks();

    assertThat(orders()).singleElement().matches(it -> it.state() == OrderState.FULFILLED);
  }

  @Test
  void sweepDispatchesAnOrderWhoseTaskWasNotPublished() {
    Tasks refusing = InterceptedPorts.failFirst(Tasks.class, world.cloud.tasks(), "publish");
    world.cloud.accounts().delete(ANN);

    assertThatThrownBy(
            () ->
                world
                    .on(Ports.of(world.cloud).with(refusing))
                    .erasures()
                    .begin(ANN, "account-deleted"))
        .hasMessage("refused publish");

    assertThat(world.subjects.erased(ANN)).isTrue();
    assertThat(world.sweep()).isEqualTo(1);
    world.runTasks();
    assertThat(world.order(ANN).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void failedRequestOpensNothingAndTheNextSucceeds() {
    ErasureService refused =
        world
            .on(
                Ports.of(world.cloud)
                    .with(
                        InterceptedPorts.failFirst(
                            Documents.class, world.cloud.documents(), "transact")))
            .erasures();

    assertThatThrownBy(() -> refused.request(ANN, "requested")).hasMessage("refused transact");
    assertThat(orders()).isEmpty();

    assertThat(refused.request(ANN, "requested").isOpen()).isTrue();
  }

  @Test
  void nextSweepDispatchesOrdersMissedByAQuery() {
    world.erasures.begin(ANN, "account-deleted");
    world.loseTasks();
    int shards = 16;
    int[] asked = {0};
    OrderDispatcher misled =
        world
            .on(
                Ports.of(world.cloud)
                    .with(
                        InterceptedPorts.wrap(
                            Documents.class,
                            world.cloud.documents(),
                            new InterceptedPorts.Interceptor() {
                              @Override
                              public @Nullable Object after(
                                  String operation, @Nullable Object answer) {
                                return operation.equals("find") && asked[0]++ < shards
                                    ? List.of()
                                    : answer;
                              }
                            })))
            .dueErasures();

    assertThat(misled.dispatch(Instant.MAX)).isZero();
    assertThat(misled.dispatch(Instant.MAX)).isEqualTo(1);
  }
}
