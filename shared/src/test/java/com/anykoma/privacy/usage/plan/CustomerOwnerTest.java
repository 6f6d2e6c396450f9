package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.checkout;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.customerCreated;
import static com.anykoma.privacy.usage.plan.EventFixtures.customerDeleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.updated;
import static com.anykoma.privacy.usage.plan.SubscriptionFixtures.PLANS;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.usage.consent.ConsentHistory;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.consent.ConsentState;
import com.anykoma.privacy.usage.plan.PlanService.EventResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how the owner of a Stripe customer follows from claims that arrive in any order. */
@Tag("slow")
class CustomerOwnerTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId BEN = new SubjectId("ben");
  private static final SubjectId GROUP = new SubjectId("group");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("ann");
    world.signUp("ben");
    world.clock.set(at(1_000));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private EventResult apply(EventFixtures event) {
    return world.plans.apply(event.event());
  }

  private PlanStatus status(SubjectId subject) {
    return world.gate.planStatus(subject);
  }

  private Subscriptions subscriptions(SubjectId subject) {
    return world.subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE);
  }

  private Optional<CustomerOwner> owner(String customer) {
    return world.cloud.documents().get(CustomerOwner.path(customer)).flatMap(CustomerOwner::read);
  }

  /** Makes Stripe's customer name a subject in its metadata. */
  private void atStripe(String customer, SubjectId named) {
    world.cloud.billing().putCustomer(customer, Optional.of(named));
  }

  @Test
  @Keeps({"P6", "E32"})
  void payerIsProtectedAlthoughTheReferenceNamedAGroup() {
    assertThat(apply(checkout("s").referring("group").after(1))).isEqualTo(EventResult.PARKED);
    apply(created("s").named("ann").after(3));
    world.runTasks();

    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(subscriptions(ANN).statusAt(at(1), PLANS).isProtected()).isTrue();
    assertThat(world.subjects.get(GROUP)).isEmpty();
    assertThat(world.cloud.accounts().get(ANN).orElseThrow().claims()).containsEntry("plan", "pro");
  }

  @Test
  @Keeps({"P6", "E33"})
  void referenceIsAcceptedOnceItsAccountIsKnown() {
    assertThat(apply(checkout("s").referring("late").after(1))).isEqualTo(EventResult.PARKED);
    assertThat(apply(created("s").after(3))).isEqualTo(EventResult.PARKED);
    assertThat(world.allDocuments().toString()).doesNotContain("late");

    SubjectId late = world.signUp("late");
    world.runTasks();

    assertThat(status(late).plan()).isEqualTo("pro");
    assertThat(subscriptions(late).statusAt(at(1), PLANS).isProtected()).isTrue();
  }

  @Test
  @Keeps({"E13", "P23"})
  void referenceToAnErasedSubjectKeepsTheBuyersData() {
    world.consents.end(BEN, "deleted", tx -> 1);
    world.runTasks(task -> false);

    assertThat(apply(checkout("s").referring("ben").after(1))).isEqualTo(EventResult.PARKED);
    apply(created("s").named("ann").after(3));

    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(world.cloud.documents().find(Query.in(OwnCollections.STRIPE_EVENTS)))
        .allSatisfy(it -> assertThat(it.fields().has("awaits")).isFalse());
  }

  @Test
  @Keeps({"E2", "E32"})
  void metadataOverridesTheOwnerByReference() {
    apply(created("own").of("cus_ben").named("ben").plan("starter").after(1));
    apply(checkout("s").referring("ben").after(2));
    apply(created("s").after(3));
    assertThat(status(BEN).plan()).isEqualTo("pro");

    apply(updated("s").named("ann").after(9));
    world.runTasks();

    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(subscriptions(ANN).statusAt(at(2), PLANS).isProtected()).isTrue();
    assertThat(status(BEN).plan()).isEqualTo("starter");
    assertThat(claim(ANN)).contains("pro");
    assertThat(claim(BEN)).contains("starter");
    assertThat(owner("cus_1").map(CustomerOwner::subject)).contains(ANN);
  }

  private Optional<Object> claim(SubjectId subject) {
    return world.cloud.accounts().get(subject).map(it -> it.claims().get("plan"));
  }

  @Test
  @Keeps("E2")
  void previousOwnerKeepsTheirProtection() {
    apply(checkout("s").referring("ben").after(2));
    apply(created("s").after(3));

    apply(updated("s").named("ann").after(9));

    assertThat(status(BEN).isProtected()).isFalse();
    assertThat(subscriptions(BEN).protectedThrough(at(2_000))).isEqualTo(at(1_000));
    assertThat(ConsentHistory.of(ConsentRecord.all(world.subjects, BEN)))
        .last()
        .satisfies(it -> assertThat(it.state()).isEqualTo(ConsentState.GIVEN))
        .satisfies(it -> assertThat(it.from()).isEqualTo(at(1_000)));
  }

  @Test
  @Keeps("E32")
  void referenceDoesNotOverrideMetadata() {
    apply(created("s").named("ann").after(3));

    apply(checkout("s").referring("ben").after(1));
    apply(deleted("s").after(9));

    assertThat(owner("cus_1").map(CustomerOwner::subject)).contains(ANN);
    assertThat(subscriptions(BEN)).isEqualTo(Subscriptions.NONE);
    assertThat(status(ANN).isProtected()).isFalse();
  }

  @Test
  @Keeps({"P6", "E32"})
  void contestProtectsBothSubjectsAndTheFirstKeepsTheCustomer() {
    world.createPrompt(BEN, "p");
    apply(created("s").named("ann").after(1));

    apply(updated("s").named("ben").after(9));
    world.runTasks();

    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(status(BEN).isProtected()).isTrue();
    assertThat(status(BEN).plan()).isEqualTo("free");
    assertThat(subscriptions(BEN).protectedThrough(at(2_000))).isEqualTo(Instant.MAX);
    assertThat(world.admitted()).isEmpty();
    assertThat(owner("cus_1").map(CustomerOwner::subject)).contains(ANN);

    apply(deleted("s").named("ben").after(20));
    assertThat(status(ANN).isProtected()).isFalse();
    assertThat(status(BEN).isProtected()).isTrue();
  }

  @Test
  @Keeps("E32")
  void stripesAnswerResolvesAContest() {
    atStripe("cus_1", BEN);
    apply(created("s").named("ann").after(1));

    apply(updated("s").named("ben").after(9));
    world.runTasks();

    assertThat(owner("cus_1")).contains(new CustomerOwner(BEN, OwnerSource.PROVIDER, at(9), false));
    assertThat(status(BEN).plan()).isEqualTo("pro");
    assertThat(subscriptions(BEN).statusAt(at(1), PLANS).isProtected()).isTrue();
    assertThat(status(ANN).isProtected()).isFalse();
    assertThat(claim(ANN)).contains("free");
  }

  @Test
  @Keeps("E32")
  void contestEndsOnceStripeNamesTheOwner() {
    apply(created("s").named("ann").after(1));
    apply(updated("s").named("ben").after(9));
    world.runTasks();

    atStripe("cus_1", ANN);
    apply(customerCreated("cus_1").named("ann").after(30));
    world.runTasks();

    assertThat(owner("cus_1").map(CustomerOwner::contested)).contains(false);
    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(status(BEN).isProtected()).isFalse();
    assertThat(subscriptions(BEN).protectedThrough(at(2_000))).isEqualTo(at(1_000));
  }

  @Test
  @Keeps({"E13", "E32"})
  void liveOwnerKeepsACustomerClaimedForAnErasedSubject() {
    apply(created("s").named("ann").after(1));
    world.consents.end(BEN, "deleted", tx -> 1);
    world.runTasks(task -> false);
    long tasks = world.cloud.counts().of("tasks.publish");

    apply(updated("s").named("ben").after(9));

    assertThat(status(ANN).plan()).isEqualTo("pro");
    assertThat(world.cloud.counts().of("tasks.publish")).isEqualTo(tasks);
  }

  @Test
  @Keeps("E32")
  void deletedCustomerEndsSubscriptionsWithoutErasure() {
    apply(created("s").named("ann").after(1));

    apply(customerDeleted("cus_1").after(9));
    world.runTasks();

    assertThat(status(ANN).isProtected()).isFalse();
    assertThat(world.erasures.status(ANN)).isEmpty();
    assertThat(world.cloud.documents().get(CustomerOwner.path("cus_1")))
        .map(it -> it.fields().instant("endedAt"))
        .contains(Optional.of(at(9)));
    apply(created("t").of("cus_2").named("ann").after(20));
    assertThat(status(ANN).plan()).isEqualTo("pro");
  }

  @Test
  @Keeps({"P6", "E8", "E32"})
  void orderOfReferenceAndMetadataDoesNotMatter() {
    everyOrderAgrees(
        run ->
            List.of(
                checkout("s" + run).referring("group").after(1),
                created("s" + run).named("payer" + run).after(3),
                updated("s" + run).after(5),
                customerDeleted("").after(50)),
        (run, customer) -> {});
  }

  @Test
  @Keeps({"P6", "E8", "E32"})
  void orderOfAWrongReferenceAndMetadataDoesNotMatter() {
    everyOrderAgrees(
        run ->
            List.of(
                checkout("s" + run).referring("other" + run).after(1),
                created("s" + run).after(2),
                updated("s" + run).named("payer" + run).plan("master").after(5),
                customerCreated("").named("payer" + run).after(0)),
        (run, customer) -> {});
  }

  @Test
  @Keeps({"P6", "E8", "E32"})
  void orderOfConflictingMetadataDoesNotMatter() {
    everyOrderAgrees(
        run ->
            List.of(
                checkout("s" + run).referring("other" + run).after(1),
                created("s" + run).named("payer" + run).after(3),
                updated("s" + run).named("other" + run).plan("master").after(5),
                deleted("s" + run).plan("master").after(9)),
        (run, customer) -> {});
  }

  @Test
  @Keeps({"P6", "E8", "E32"})
  void orderDoesNotMatterOnceStripeNamesTheOwner() {
    everyOrderAgrees(
        run ->
            List.of(
                created("s" + run).named("payer" + run).after(3),
                updated("s" + run).named("other" + run).after(5),
                updated("s" + run).named("other" + run).plan("master").after(7)),
        (run, customer) -> atStripe(customer, new SubjectId("payer" + run)));
  }

  private interface Prepared {
    void prepare(int run, String customer);
  }

  /** Delivers each permutation for its own subjects and customer, the first event twice. */
  private void everyOrderAgrees(Function<Integer, List<EventFixtures>> events, Prepared prepared) {
    Set<List<Object>> ends = new LinkedHashSet<>();
    int[] runs = {0};
    permute(
        new ArrayList<>(List.of(0, 1, 2, 3).subList(0, events.apply(0).size())),
        0,
        order -> {
          int run = runs[0]++;
          String customer = "cus_of_" + run;
          SubjectId payer = world.signUp("payer" + run);
          SubjectId other = world.signUp("other" + run);
          prepared.prepare(run, customer);
          List<EventFixtures> all = events.apply(run);
          List<Integer> twice = new ArrayList<>(order);
          twice.add(order.get(0));
          for (int each : twice) {
            apply(all.get(each).of(customer).id("evt_" + run + "_" + each));
          }
          world.runTasks();
          ends.add(
              List.of(
                  status(payer),
                  status(other),
                  owner(customer).map(it -> it.subject().equals(payer)),
                  owner(customer).map(CustomerOwner::contested),
                  claim(payer).orElse("free"),
                  subscriptions(payer).statusAt(at(4), PLANS)));
        });
    assertThat(ends).hasSize(1);
    assertThat(world.subjects.get(GROUP)).isEmpty();
  }

  private static void permute(List<Integer> all, int from, Consumer<List<Integer>> each) {
    if (from == all.size()) {
      each.accept(List.copyOf(all));
      return;
    }
    for (int i = from; i < all.size(); i++) {
      Collections.swap(all, from, i);
      permute(all, from + 1, each);
      Collections.swap(all, from, i);
    }
  }
}
