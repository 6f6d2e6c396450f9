package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.plan.EventFixtures;
import com.anykoma.privacy.work.DueIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an erasure has the same result despite lost, duplicate, late or failed calls. */
@Keeps({"P19", "P20", "P23"})
final class ErasureExecutionServiceTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final String PROMPT = "users/ann/prompts/p1";

  private final Alarms alarms = new Alarms();
  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory);
    people("ann");
    world.createPrompt(ANN, "p1");
  }

  @AfterEach
  void close() {
    alarms.close();
    world.close();
  }

  private void people(String... uids) {
    for (String each : uids) {
      world.signUp(each);
    }
    world.runTasks();
  }

  private void runWhenDue() {
    world.clock.advance(Duration.ofDays(7));
    world.erasureExecution.erase(world.order(ANN).id());
  }

  private void deleteAccount() {
    world.cloud.accounts().delete(ANN);
    world.erasures.begin(ANN, "account-deleted");
  }

  private Due due() {
    return new Due(world.order(ANN).id());
  }

  private void assertIsErased() {
    assertThat(world.order(ANN).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere(PROMPT)).isFalse();
    assertThat(world.isThere("users/ann")).isFalse();
  }

  @Test
  @Keeps("E26")
  void duplicateTaskHasOneEffect() {
    deleteAccount();
    world.erasureExecution.handle(due());
    world.erasureExecution.handle(due());
    world.certify(world.order(ANN));
    world.erasureExecution.handle(due());
    assertIsErased();
    Map<DocumentPath, Fields> before = world.allDocuments();

    world.erasureExecution.handle(due());

    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  @Keeps("E26")
  void lostTaskIsDispatchedAgainAfterItsLease() {
    deleteAccount();
    world.loseTasks();
    assertThat(world.sweep()).isEqualTo(1);
    world.loseTasks();
    assertThat(world.sweep()).isZero();
    world.clock.advance(DueIndex.LEASE);

    assertThat(world.sweep()).isEqualTo(1);
    world.runTasks();

    assertIsErased();
  }

  @Test
  void taskBeforeTheRequestIsDueRemovesNothing() {
    RemovalOrder asked = world.erasures.request(ANN, "requested");
    world.clock.set(asked.restorableUntil().minusNanos(1_000));

    world.erasureExecution.handle(due());

    assertThat(world.isThere(PROMPT)).isTrue();
    assertThat(world.order(ANN).state()).isEqualTo(OrderState.OPEN);
  }

  @Test
  @Keeps("E28")
  void orderIsNotFulfilledBeforeItsCertificate() {
    deleteAccount();

    world.erasureExecution.erase(world.order(ANN).id());
    world.erasureExecution.erase(world.order(ANN).id());

    assertThat(world.order(ANN).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.isThere(PROMPT)).isFalse();
  }

  /** Erases with ports of which one omits results; returns the number of passes. */
  private int passes(Ports misled) {
    int[] passes = {0};
    Accounts counting =
        InterceptedPorts.wrap(
            Accounts.class,
            world.cloud.accounts(),
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) {
                passes[0] += operation.equals("disable") ? 1 : 0;
              }
            });
    world.on(misled.with(counting)).erasureExecution().erase(world.order(ANN).id());
    return passes[0];
  }

  @Test
  void nextPassRemovesDocumentsMissedByAListing() {
    deleteAccount();
    world.erasureExecution.erase(world.order(ANN).id());
    world.put(PROMPT, Fields.empty().with("text", "late"));
    Documents misled =
        InterceptedPorts.answerFirst(
            Documents.class, world.cloud.documents(), "descendants", List.<DocumentPath>of());

    assertThat(passes(Ports.of(world.cloud).with(misled))).isEqualTo(2);
    world.runTasks();

    assertIsErased();
  }

  @Test
  void nextPassRemovesObjectsMissedByAListing() {
    deleteAccount();
    world.erasureExecution.erase(world.order(ANN).id());
    for (String bucket : List.of("uploads", "content")) {
      world.putBlob(bucket, "users/ann/images/i1");
    }
    Blobs misled =
        InterceptedPorts.answerFirst(
            Blobs.class,
            world.cloud.blobs(),
            "listGenerations",
            new Page<Blob>(List.of(), Optional.empty()));

    assertThat(passes(Ports.of(world.cloud).with(misled))).isEqualTo(2);
    world.runTasks();

    assertIsErased();
    for (String bucket : List.of("uploads", "content")) {
      assertThat(world.cloud.blobs().stat(new BlobId(bucket, "users/ann/images/i1"))).isEmpty();
    }
  }

  @Test
  void failedCallStopsNoOtherAndIsReportedUntilDone() {
    deleteAccount();
    Accounts refusing =
        InterceptedPorts.wrap(
            Accounts.class,
            world.cloud.accounts(),
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) {
                if (operation.equals("delete")) {
                  throw new IllegalStateException("refused");
                }
              }
            });
    world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());

    assertThatThrownBy(
            () ->
                world
                    .on(Ports.of(world.cloud).with(refusing))
                    .erasureExecution()
                    .erase(world.order(ANN).id()))
        .hasMessage("refused");

    assertThat(world.order(ANN).remaining()).containsExactly("accounts");
    assertThat(world.isThere(PROMPT)).isFalse();
    world.runTasks();
    assertIsErased();
    assertThat(world.order(ANN).remaining()).isEmpty();
  }

  @Test
  void taskWithoutAnOrderIdFailsPermanently() {
    assertThatThrownBy(() -> RemovalTask.of(new Task("erase", "erase-1", Map.of())))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  void reportedDeletionOfAnExistingAccountIsBlockedUnfenced() {
    world.clock.advance(Duration.ofDays(1));

    world.erasures.begin(ANN, "account-deleted");
    world.runTasks();

    assertThat(world.order(ANN).blocked()).contains("the account still exists");
    assertThat(world.subjects.erased(ANN)).isFalse();
    world.plans.apply(EventFixtures.created("sub_1").named("ann").plan("pro").event());
    assertThat(alarms.messages()).anyMatch(it -> it.contains("an erasure could not be confirmed"));

    world.cloud.accounts().delete(ANN);
    world.erasureExecution.erase(world.order(ANN).id());

    assertThat(world.order(ANN).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.subjects.erased(ANN)).isTrue();
  }

  @Test
  @Keeps("E16")
  void recreatedAccountInheritsNoData() {
    world.clock.advance(Duration.ofDays(1));
    world.cloud.accounts().delete(ANN);
    world.erasures.begin(ANN, "account-deleted");
    world.clock.advance(Duration.ofMinutes(1));
    var made = world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());
    assertThat(made.created()).isAfter(world.order(ANN).requestedAt());

    world.runTasks();

    assertThat(world.order(ANN).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  @Keeps("E32")
  void revokesACustomerDeletedOrderWhileTheAccountExists() {
    people("u0", "u1");
    RemovalOrder old = world.erasures.request(ANN, "customer-deleted");

    runWhenDue();

    assertThat(world.order(ANN).id()).isEqualTo(old.id());
    assertThat(world.order(ANN).state()).isEqualTo(OrderState.REVOKED);
    assertThat(world.subjects.get(ANN).orElseThrow().erasureRequested()).isFalse();
  }

  @Test
  void subscriptionDoesNotStopAPersonsOwnRequest() {
    RemovalOrder unusedOrder = world.erasures.request(ANN, "requested");
    world.plans.apply(EventFixtures.created("sub_9").named("ann").after(600).event());

    runWhenDue();

    assertThat(world.order(ANN).state()).isEqualTo(OrderState.IN_PROGRESS);
  }
}
