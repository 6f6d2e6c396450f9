package com.anykoma.privacy.proof.verification;

import static com.anykoma.privacy.proof.verification.Scene.NEIGHBOURS;
import static com.anykoma.privacy.proof.verification.Scene.U1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;
import com.anykoma.privacy.platform.TaskPayload.Doubted;
import com.anykoma.privacy.platform.TaskPayload.Removed;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.Watched;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.usage.plan.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is left of a person behind the back of whoever removed them is found, and nothing is
 * certified while it is.
 */
@Keeps({"P20", "P23", "E23"})
final class SecondReaderTest {
  @TempDir private Path directory;
  private Scene scene;

  @BeforeEach
  void live() {
    scene = Scene.populated(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @MethodSource("com.anykoma.privacy.proof.verification.Left#all")
  void whatIsLeftIsDoubtedUntilItIsGone(Left left) {
    Order order = scene.erased(U1);
    left.plant().accept(scene, U1);

    List<String> alarms = look(order);

    assertThat(scene.certificateOf(order)).isEmpty();
    assertThat(alarms)
        .containsExactly(
            "alarm: something is left of an order=" + order.id() + " in=" + left.place());
    assertThat(scene.again(order).state()).isEqualTo(OrderState.IN_PROGRESS);

    Doubted doubt = scene.doubt(Topic.ERASE).orElseThrow();
    scene.world.erasing.handle(doubt);

    assertThat(doubt).isEqualTo(new Doubted(order.id(), List.of(left.place())));
    assertThat(scene.again(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(scene.again(order).doubted()).containsExactly(left.place());
    assertThat(scene.again(order).nextAttemptAt().orElseThrow())
        .isAfter(scene.world.clock.instant());

    left.clear().accept(scene, U1);

    assertIsCertified(order);
  }

  private List<String> look(Order order) {
    try (Alarms alarms = new Alarms()) {
      scene.world.certify(order);
      return alarms.heard();
    }
  }

  /** Carried out and looked at once more. */
  private void assertIsCertified(Order order) {
    scene.carriedOut(order);
    assertThat(look(order)).isEmpty();
    Order done = scene.carriedOut(order);
    assertThat(done.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(done.doubted()).isEmpty();
    assertThat(scene.certificateOf(order)).isPresent();
  }

  @Test
  void allThatIsLeftIsNamedAtOnce() {
    Order order = scene.erased(U1);
    scene.put("users/u1", Fields.empty().with("displayName", "Ann"));
    scene.put("newThings/u1", Fields.empty().with("what", "left"));
    scene.write("content", "users/u1/images/i9");

    List<String> alarms = look(order);

    assertThat(alarms).singleElement().asString().endsWith(" in=users,sealedImages,unlisted");
  }

  @Test
  void eachDoubtIsWaitedForALittleLonger() {
    Order order = scene.erased(U1);
    scene.write("evidence", "users/u1");
    long before = 0;
    for (int i = 0; i < 9; i++) {
      look(order);
      scene.world.erasing.handle(scene.doubt(Topic.ERASE).orElseThrow());
      Order doubted = scene.again(order);
      long wait =
          doubted.nextAttemptAt().orElseThrow().toEpochMilli()
              - scene.world.clock.instant().toEpochMilli();

      assertThat(wait).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(16 * 3_600_000L);
      before = wait;
      scene.world.clock.advance(Duration.ofMillis(wait));
      assertThat(scene.world.erasures.handOutDue(Instant.MAX)).isEqualTo(1);
      scene.world.erasing.erase(order.id());
    }
    assertThat(before).isEqualTo(16 * 3_600_000L);
  }

  @Test
  void aNeighboursDataIsNotTakenForTheirs() {
    Order order = scene.erased(U1);
    NEIGHBOURS.forEach(each -> Left.found().forEach(left -> left.plant().accept(scene, each)));

    assertThat(look(order)).isEmpty();

    assertThat(scene.certificateOf(order)).isPresent();
    assertThat(scene.carriedOut(order).state()).isEqualTo(OrderState.FULFILLED);
  }

  @Test
  void aCustomerWhoIsAliveAtTheProviderIsDoubted() {
    Order order = scene.erased(U1);
    scene.world.cloud.billing().putCustomer("cus_2", Optional.of(U1.subject()));
    scene.put(order.path().value(), order.with("customers", List.of("cus_1", "cus_2")).fields());

    assertThat(look(order)).singleElement().asString().endsWith(" in=stripeCustomer");
    scene.world.erasing.handle(scene.doubt(Topic.ERASE).orElseThrow());

    assertThat(scene.again(order).doubted()).containsExactly("stripeCustomer");
    scene.world.cloud.billing().deleteCustomer("cus_2");
    assertIsCertified(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer", "subscriptions"})
  void aDeletedCustomerOfWhomTheProviderStillTellsIsDoubted(String asked) {
    Order order = scene.erased(U1);
    Object alive =
        asked.equals("customer")
            ? Optional.of(new BillingCustomer("cus_1", Optional.of(U1.subject()), Scene.NOW))
            : Optional.of(List.of(Told.created("sub_2").subscription()));
    CertifyService reader = readerTold("billing", asked, alive);

    try (Alarms alarms = new Alarms()) {
      reader.handle(Scene.look(order));
      assertThat(alarms.heard()).singleElement().asString().endsWith(" in=stripeCustomer");
    }

    assertThat(scene.certificateOf(order)).isEmpty();
    assertIsCertified(order);
  }

  /** A second reader whom a port answers this. */
  private CertifyService readerTold(String port, String operation, Object answer) {
    return scene.secondReader(
        Ports.of(
            scene.world.cloud,
            name ->
                new Watched.Watch() {
                  @Override
                  public @Nullable Object after(String each, @Nullable Object told) {
                    return name.equals(port) && each.equals(operation) ? answer : told;
                  }
                }),
        Residency.shipped());
  }

  @Test
  void whatCannotBeReadIsNotCertified() {
    Order order = scene.erased(U1);
    for (String port : List.of("documents", "keys", "blobs", "accounts", "billing")) {
      CertifyService reader =
          scene.secondReader(
              Ports.of(
                  scene.world.cloud,
                  name ->
                      new Watched.Watch() {
                        @Override
                        public void before(String operation) {
                          if (name.equals(port) && !operation.equals("stat")) {
                            throw new IllegalStateException("this port is out of order");
                          }
                        }
                      }),
              Residency.shipped());

      assertThatThrownBy(() -> reader.handle(Scene.look(order)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(scene.certificateOf(order)).isEmpty();
    }
    assertThat(scene.again(order).state()).isEqualTo(OrderState.IN_PROGRESS);
  }

  @Test
  void anOrderThatIsNotRemovedYetIsNotLookedAt() {
    scene.world.erasures.begin(U1.subject(), "account-deleted");
    Order open = scene.world.erasures.status(U1.subject()).orElseThrow();

    assertThat(look(open)).isEmpty();

    assertThat(scene.certificateOf(open)).isEmpty();
    assertThat(scene.doubt(Topic.ERASE)).isEmpty();
  }

  @Test
  void anotherOrderThatGoesOnMayNameThem() {
    Order order = scene.erased(U1);
    scene.put("erasures/another", order.fields());

    assertThat(look(order)).isEmpty();

    assertThat(scene.certificateOf(order)).isPresent();
  }

  @Test
  void anOrderOrHoldThatCannotBeReadAndNamesThemIsSomethingLeft() {
    Order order = scene.erased(U1);
    scene.put("erasures/odd", order.fields().with("state", 7L));
    scene.put("holds/odd", Fields.empty().with("uid", U1.uid()).with("until", "soon"));

    look(order);

    assertThat(scene.certificateOf(order)).isEmpty();
    assertThat(scene.again(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(scene.doubt(Topic.ERASE)).isPresent();
  }

  @Test
  void aTaskThatNamesNoOrderOfOursIsRefused() {
    assertThatThrownBy(() -> scene.world.certifying.handle(new Removed("holds", "h1")))
        .isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(
            () ->
                scene.world.certifying.handle(
                    CertifyTask.of(new Task("certify", "certify-2", Map.of()))))
        .isInstanceOf(PermanentFailure.class);
  }
}
