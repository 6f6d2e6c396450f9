package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.customerCreated;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.usage.plan.PlanService.EventResult;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that plans which differ from Stripe are corrected as by the lost event. */
@Keeps({"P6", "P7"})
final class DriftServiceTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId BEN = new SubjectId("ben");

  private World world;
  private DriftService drift;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("ann");
    world.signUp("ben");
    world.clock.set(at(1_000));
    drift = world.services.drift();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private EventResult apply(EventFixtures event) {
    return world.plans.apply(event.event());
  }

  private void annIsKnownToBuy() {
    world.cloud.billing().putCustomer("cus_1", Optional.of(ANN));
    apply(customerCreated("cus_1").named("ann"));
  }

  private PlanStatus status(SubjectId subject) {
    return world.gate.planStatus(subject);
  }

  private Optional<Object> claim(SubjectId subject) {
    return world.cloud.accounts().get(subject).map(it -> it.claims().get("plan"));
  }

  private Optional<CustomerOwner> owner(String customer) {
    return world.cloud.documents().get(CustomerOwner.path(customer)).flatMap(CustomerOwner::read);
  }

  private DriftService on(Billing billing) {
    return world.on(Ports.of(world.cloud).with(billing)).drift();
  }

  @Test
  void lostUpgradeIsCorrectedOnce() {
    annIsKnownToBuy();
    world.cloud.billing().put(created("s").subscription());

    assertThat(drift.correct(ANN, "cus_1")).hasValue(1);
    assertThat(status(ANN).plan()).isEqualTo("pro");
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThat(drift.correct(ANN, "cus_1")).hasValue(0);
    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void lostCancellationIsCorrected() {
    annIsKnownToBuy();
    apply(created("s").after(1));
    world.cloud.billing().put(deleted("s").subscription());

    assertThat(drift.correct(ANN, "cus_1")).hasValue(1);

    assertThat(status(ANN).isProtected()).isFalse();
  }

  @Test
  @Keeps("E8")
  void lateEventDoesNotUndoACorrection() {
    annIsKnownToBuy();
    apply(created("s").after(1));
    world.cloud.billing().put(deleted("s").subscription());
    drift.correct(ANN, "cus_1");

    apply(updated("s").after(500));

    assertThat(status(ANN).isProtected()).isFalse();
    assertThat(drift.correct(ANN, "cus_1")).hasValue(0);
  }

  @Test
  void subscriptionMissingFromTheListIsFetchedSeparately() {
    annIsKnownToBuy();
    apply(created("s").after(1));
    world.cloud.billing().put(created("s").subscription());
    Billing misled =
        InterceptedPorts.answerFirst(
            Billing.class, world.cloud.billing(), "subscriptions", Optional.of(List.of()));

    assertThat(on(misled).correct(ANN, "cus_1")).hasValue(0);

    assertThat(status(ANN).plan()).isEqualTo("pro");
  }

  @Test
  void subscriptionUnknownToStripeIsCanceled() {
    annIsKnownToBuy();
    apply(created("s").after(1));

    assertThat(drift.correct(ANN, "cus_1")).hasValue(1);

    assertThat(status(ANN).isProtected()).isFalse();
  }

  @Test
  void customerUnknownToStripeIsNotChanged() {
    apply(created("s").of("cus_2").named("ann").after(1));
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThat(drift.correct(ANN, "cus_2")).isEmpty();

    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void failedRequestChangesNothingAndTheNextRunCorrects() {
    annIsKnownToBuy();
    world.cloud.billing().put(created("s").subscription());
    DriftService refused =
        on(InterceptedPorts.failFirst(Billing.class, world.cloud.billing(), "subscriptions"));
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThatThrownBy(() -> refused.correct(ANN, "cus_1")).hasMessage("refused subscriptions");
    assertThat(world.allDocuments()).isEqualTo(before);

    assertThat(refused.correct(ANN, "cus_1")).hasValue(1);
  }

  private DriftService withPlans(String yaml) {
    PlanCatalog catalog = PlanCatalog.read(Setting.parse("plans.yaml", yaml));
    return world.on(world.cloud, world.files.with(catalog)).drift();
  }

  @Test
  void renamedPlanIsRecordedUnderItsNewName() {
    annIsKnownToBuy();
    apply(created("s").after(1));
    world.cloud.billing().put(created("s").subscription());
    String yaml = "plans: { free: { paid: no }, plus: { paid: yes, metadata: [pro] } }";

    assertThat(withPlans(yaml).correct(ANN, "cus_1")).hasValue(1);

    Subscriptions corrected = Subscriptions.of(world.subjects.get(ANN).orElseThrow());
    assertThat(corrected.histories().values())
        .flatExtracting(SubscriptionHistory::seen)
        .extracting(it -> it.plan().orElseThrow())
        .containsExactly("pro", "plus");
    assertThat(corrected.protectedThrough(at(2_000))).isEqualTo(Instant.MAX);
    assertThat(withPlans(yaml).correct(ANN, "cus_1")).hasValue(0);
  }

  @Test
  @Keeps("P8")
  void planThatIsPaidNoMoreProtectsUntilNow() {
    annIsKnownToBuy();
    apply(created("s").after(1));
    world.cloud.billing().put(created("s").subscription());

    withPlans("plans: { free: { paid: no }, pro: { paid: no, metadata: [pro] } }")
        .correct(ANN, "cus_1");

    Subscriptions corrected = Subscriptions.of(world.subjects.get(ANN).orElseThrow());
    assertThat(corrected.isProtectedAt(at(999))).isTrue();
    assertThat(corrected.isProtectedAt(at(1_000))).isFalse();
    assertThat(corrected.protectedThrough(at(2_000))).isEqualTo(at(1_001));
  }

  @Test
  void listedSubscriptionIsCompletedFromItsProduct() {
    annIsKnownToBuy();
    world.cloud.billing().putProduct("prod_1", List.of("pro"));
    world.cloud.billing().put(created("s").unknownPrice().subscription());
    DriftService refused =
        on(InterceptedPorts.failFirst(Billing.class, world.cloud.billing(), "planNames"));
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThatThrownBy(() -> refused.correct(ANN, "cus_1")).hasMessage("refused planNames");
    assertThat(world.allDocuments()).isEqualTo(before);
    assertThat(refused.correct(ANN, "cus_1")).hasValue(1);

    assertThat(status(ANN).plan()).isEqualTo("pro");
  }

  @Test
  @Keeps("E32")
  void reconciliationAppliesTheOwnerThatStripeNames() {
    world.cloud.billing().put(created("s").subscription());
    world.cloud.billing().putCustomer("cus_1", Optional.of(ANN));
    apply(created("s").named("ben").after(1));

    OptionalInt corrected =
        drift.correct(ANN, world.cloud.billing().customer("cus_1").orElseThrow());
    world.runTasks();

    assertThat(corrected).hasValue(1);
    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(status(BEN).isProtected()).isFalse();
    assertThat(claim(BEN)).contains("free");
    assertThat(owner("cus_1").filter(it -> it.isUncontestedOwner(ANN))).isPresent();
  }
}
