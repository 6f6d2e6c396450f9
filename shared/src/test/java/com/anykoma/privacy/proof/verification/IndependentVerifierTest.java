package com.anykoma.privacy.proof.verification;

import static com.anykoma.privacy.proof.verification.Person.NEIGHBOURS;
import static com.anykoma.privacy.proof.verification.Person.U1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the verifier finds all remaining data of a person, and certifies nothing until they
 * are deleted.
 */
@Keeps({"P20", "P23", "E23"})
@Tag("slow")
final class IndependentVerifierTest {
  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void live() {
    world = Person.populated(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @MethodSource("com.anykoma.privacy.proof.verification.PlantedResidue#all")
  void remainingDataAreADiscrepancyUntilDeleted(PlantedResidue residue) {
    RemovalOrder order = world.removeData(U1.subject());
    residue.plant().accept(world, U1);

    List<String> alarms = verify(order);

    assertThat(world.certificateOf(order)).isEmpty();
    assertThat(alarms)
        .containsExactly(
            "alarm: verification found remaining data order="
                + order.id()
                + " in="
                + residue.place());
    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);

    DiscrepanciesFound report = world.reportedDiscrepancies(Topic.ERASE).orElseThrow();
    world.erasureExecution.handle(report);

    assertThat(report).isEqualTo(new DiscrepanciesFound(order.id(), List.of(residue.place())));
    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.reload(order).discrepancies()).containsExactly(residue.place());
    assertThat(world.reload(order).nextAttemptAt().orElseThrow()).isAfter(world.clock.instant());

    residue.clear().accept(world, U1);

    assertIsCertified(order);
  }

  private List<String> verify(RemovalOrder order) {
    try (Alarms alarms = new Alarms()) {
      world.certify(order);
      return alarms.messages();
    }
  }

  /** Repeats the erasure and its verification. */
  private void assertIsCertified(RemovalOrder order) {
    world.runAgain(order);
    assertThat(verify(order)).isEmpty();
    RemovalOrder done = world.runAgain(order);
    assertThat(done.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(done.discrepancies()).isEmpty();
    assertThat(world.certificateOf(order)).isPresent();
  }

  @Test
  void allRemainingPlacesAreReportedAtOnce() {
    RemovalOrder order = world.removeData(U1.subject());
    world.put("users/u1", Fields.empty().with("displayName", "Ann"));
    world.put("newThings/u1", Fields.empty().with("what", "left"));
    world.putBlob("content", "users/u1/images/i9");

    List<String> alarms = verify(order);

    assertThat(alarms).singleElement().asString().endsWith(" in=users,sealedImages,unlisted");
  }

  @Test
  void delayGrowsWithEachDiscrepancy() {
    RemovalOrder order = world.removeData(U1.subject());
    world.putBlob("evidence", "users/u1");
    long before = 0;
    for (int i = 0; i < 9; i++) {
      verify(order);
      world.erasureExecution.handle(world.reportedDiscrepancies(Topic.ERASE).orElseThrow());
      RemovalOrder reported = world.reload(order);
      long wait =
          reported.nextAttemptAt().orElseThrow().toEpochMilli()
              - world.clock.instant().toEpochMilli();

      assertThat(wait).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(16 * 3_600_000L);
      before = wait;
      world.clock.advance(Duration.ofMillis(wait));
      assertThat(world.services.dueErasures().dispatch(Instant.MAX)).isEqualTo(1);
      world.erasureExecution.erase(order.id());
    }
    assertThat(before).isEqualTo(16 * 3_600_000L);
  }

  @Test
  void dataOfSimilarUidsAreIgnored() {
    RemovalOrder order = world.removeData(U1.subject());
    NEIGHBOURS.forEach(
        each -> PlantedResidue.found().forEach(residue -> residue.plant().accept(world, each)));

    assertThat(verify(order)).isEmpty();

    assertThat(world.certificateOf(order)).isPresent();
    assertThat(world.runAgain(order).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void activeCustomerIsADiscrepancy() {
    RemovalOrder order = world.removeData(U1.subject());
    world.cloud.billing().putCustomer("cus_2", Optional.of(U1.subject()));
    world.put(order.path().value(), order.with("customers", List.of("cus_1", "cus_2")).fields());

    assertThat(verify(order)).singleElement().asString().endsWith(" in=stripeCustomer");
    world.erasureExecution.handle(world.reportedDiscrepancies(Topic.ERASE).orElseThrow());

    assertThat(world.reload(order).discrepancies()).containsExactly("stripeCustomer");
    world.cloud.billing().deleteCustomer("cus_2");
    assertIsCertified(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer", "subscriptions"})
  void reappearingCustomerIsADiscrepancy(String billingCall) {
    RemovalOrder order = world.removeData(U1.subject());
    Object alive =
        billingCall.equals("customer")
            ? Optional.of(
                new BillingCustomer("cus_1", Optional.of(U1.subject()), EventFixtures.START))
            : Optional.of(List.of(EventFixtures.created("sub_2").subscription()));
    CertifyService verifier = verifierWith("billing", billingCall, alive);

    try (Alarms alarms = new Alarms()) {
      verifier.handle(World.verification(order));
      assertThat(alarms.messages()).singleElement().asString().endsWith(" in=stripeCustomer");
    }

    assertThat(world.certificateOf(order)).isEmpty();
    assertIsCertified(order);
  }

  /** A verifier that gets this answer from one operation of a port. */
  private CertifyService verifierWith(String port, String operation, Object answer) {
    return world
        .on(
            Ports.watched(
                world.cloud,
                name ->
                    new InterceptedPorts.Interceptor() {
                      @Override
                      public @Nullable Object after(String each, @Nullable Object real) {
                        return name.equals(port) && each.equals(operation) ? answer : real;
                      }
                    }))
        .certifying();
  }

  @Test
  void unreadableStoreIsNotCertified() {
    RemovalOrder order = world.removeData(U1.subject());
    for (String port : List.of("documents", "keys", "blobs", "accounts", "billing")) {
      CertifyService verifier =
          world
              .on(
                  Ports.watched(
                      world.cloud,
                      name ->
                          new InterceptedPorts.Interceptor() {
                            @Override
                            public void before(String operation) {
                              if (name.equals(port) && !operation.equals("stat")) {
                                throw new IllegalStateException("this port is unavailable");
                              }
                            }
                          }))
              .certifying();

      assertThatThrownBy(() -> verifier.handle(World.verification(order)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(world.certificateOf(order)).isEmpty();
    }
    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
  }

  @Test
  void openOrderIsNotVerified() {
    world.erasures.begin(U1.subject(), "account-deleted");
    RemovalOrder open = world.erasures.status(U1.subject()).orElseThrow();

    assertThat(verify(open)).isEmpty();

    assertThat(world.certificateOf(open)).isEmpty();
    assertThat(world.reportedDiscrepancies(Topic.ERASE)).isEmpty();
  }

  @Test
  void liveOrderMayIdentifyThePerson() {
    RemovalOrder order = world.removeData(U1.subject());
    world.put("erasures/another", order.fields());

    assertThat(verify(order)).isEmpty();

    assertThat(world.certificateOf(order)).isPresent();
  }

  @Test
  void malformedOrderOrHoldIsADiscrepancy() {
    RemovalOrder order = world.removeData(U1.subject());
    world.put("erasures/odd", order.fields().with("state", 7L));
    world.put("holds/odd", Fields.empty().with("uid", U1.uid()).with("until", "soon"));

    verify(order);

    assertThat(world.certificateOf(order)).isEmpty();
    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.reportedDiscrepancies(Topic.ERASE)).isPresent();
  }

  @Test
  void taskWithUnknownOrderIsRefused() {
    assertThatThrownBy(() -> world.certifying.handle(new Removed("holds", "h1")))
        .isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(
            () ->
                world.certifying.handle(CertifyTask.of(new Task("certify", "certify-2", Map.of()))))
        .isInstanceOf(PermanentFailure.class);
  }
}
