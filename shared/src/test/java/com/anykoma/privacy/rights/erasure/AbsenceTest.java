package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.AbsencesConfirmed;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a missing account only opens a revocable request, and that each request checks its
 * cause again.
 */
@Keeps({"P19", "E14"})
@Tag("slow")
final class AbsenceTest {
  private static final SubjectId ANN = new SubjectId("ann");

  @TempDir private Path directory;
  private Reconciled here;
  private World world;

  @BeforeEach
  void open() {
    here = new Reconciled(directory);
    world = here.world;
  }

  @AfterEach
  void close() {
    here.close();
  }

  private List<SubjectId> people(int count) {
    List<SubjectId> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(person("u" + i));
    }
    return people;
  }

  private SubjectId person(String uid) {
    SubjectId subject = world.signUp(uid);
    world.runTasks();
    return subject;
  }

  /** Ann and two others; Ann's account is deleted in the console. */
  private void annsAccountIsMissing() {
    people(2);
    person("ann");
    var prompt = world.createPrompt(ANN, "p1");
    assertThat(world.cloud.documents().get(prompt)).isPresent();
    world.clock.advance(Duration.ofDays(1));
    world.cloud.accounts().delete(ANN);
  }

  private void nights(int count) {
    for (int i = 0; i < count; i++) {
      here.night();
    }
  }

  private RemovalOrder order() {
    return here.order(ANN).orElseThrow();
  }

  /** Ten nights with a failing account service, then one failing webhook. */
  private void existingAccountsLoseNothing(Consumer<Reconciled> fault) {
    List<SubjectId> people = people(250);
    for (int i = 0; i < 50; i++) {
      world.createPrompt(people.get(i), "p1");
    }
    long keys = keys("wrapped");
    fault.accept(here);

    nights(10);

    assertThat(here.all("tombstones")).isEmpty();
    assertThat(here.all("fences")).isEmpty();
    assertThat(here.all("erasures")).isEmpty();
    assertThat(keys("destroyedAt")).isZero();
    assertThat(keys("wrapped")).isEqualTo(keys);
    assertThat(people).noneMatch(here::isNoted);
    world.plans.apply(EventFixtures.created("sub_1").named("u7").plan("pro").event());
    assertThat(world.gate.planStatus(people.get(7)).paidFeatures()).isTrue();
    assertThat(here.alarms()).anyMatch(it -> it.contains("the result is ignored"));
  }

  private long keys(String field) {
    return world.cloud.keys().find(Query.in(new CollectionPath("keys"))).stream()
        .filter(it -> it.fields().has(field))
        .count();
  }

  @Test
  void emptyAnswerErasesNobody() {
    existingAccountsLoseNothing(it -> it.answer = found -> Map.of());
  }

  @Test
  void partialAnswerErasesNobody() {
    existingAccountsLoseNothing(
        it ->
            it.answer =
                found -> {
                  Map<SubjectId, Account> half = new HashMap<>(found);
                  half.keySet().removeIf(each -> each.value().hashCode() % 2 == 0);
                  return half;
                });
  }

  @Test
  void answerOfAnotherProjectErasesNobody() {
    existingAccountsLoseNothing(
        it -> {
          it.answer = found -> Map.of();
          it.listed =
              page ->
                  new Page<>(
                      page.items().stream().map(AbsenceTest::ofAnotherProject).toList(),
                      page.next());
        });
  }

  private static Account ofAnotherProject(Account account) {
    return new Account(
        new SubjectId("other-" + account.subject().value()),
        account.email(),
        account.displayName(),
        account.disabled(),
        account.created(),
        account.sessionsValidFrom(),
        account.claims());
  }

  @Test
  void answerFailingOnItsSecondPageErasesNobody() {
    people(250);
    int[] calls = {0};
    here.answer =
        found -> {
          calls[0]++;
          if (calls[0] % 2 == 0) {
            throw new IllegalStateException("the second page fails");
          }
          return Map.of();
        };

    nights(10);

    assertThat(here.all("tombstones")).isEmpty();
    assertThat(here.all("erasures")).isEmpty();
  }

  @Test
  @Keeps("P20")
  void missingAccountIsErasedAfterTwoScansAndSevenDays() {
    annsAccountIsMissing();
    here.night();
    Instant missed = world.clock.instant();
    assertThat(here.isNoted(ANN)).isTrue();
    assertThat(here.order(ANN)).isEmpty();

    here.night();
    assertThat(order().cause()).isEqualTo("account-gone");
    assertThat(order().isRestorable(world.clock.instant())).isTrue();
    assertThat(order().dueAt()).isBeforeOrEqualTo(missed.plus(Duration.ofDays(30)));
    nights(6);
    assertThat(order().state()).isEqualTo(OrderState.OPEN);
    assertThat(world.subjects.erased(ANN)).isFalse();
    assertThat(keys("destroyedAt")).isZero();
    world.plans.apply(EventFixtures.customerCreated("cus_2").named("ann").event());
    assertThat(here.all("customers")).isNotEmpty();

    nights(2);

    assertThat(order().state()).isEqualTo(OrderState.FULFILLED);
    assertThat(order().fulfilledAt().orElseThrow()).isBefore(missed.plus(Duration.ofDays(30)));
    assertThat(world.cloud.documents().get(World.account(ANN))).isEmpty();
    assertThat(world.cloud.blobs().list("evidence", "", Optional.empty(), 100).items())
        .anyMatch(it -> it.id().name().contains(order().id()));
    assertThat(world.cloud.documents().get(World.account(new SubjectId("u0")))).isPresent();
  }

  @Test
  void accountFoundAgainRevokesItsRequest() {
    annsAccountIsMissing();
    nights(3);
    assertThat(order().state()).isEqualTo(OrderState.OPEN);

    world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());
    here.night();

    assertThat(order().state()).isEqualTo(OrderState.REVOKED);
    assertThat(here.isNoted(ANN)).isFalse();
    nights(10);
    assertThat(here.all("erasures")).hasSize(1);
    assertThat(world.cloud.documents().get(World.prompt(ANN, "p1"))).isPresent();
    assertThat(world.subjects.erased(ANN)).isFalse();
  }

  @Test
  void accountFoundAtTheStartRevokesItsRequest() {
    annsAccountIsMissing();
    nights(2);
    world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());

    carryOut();

    assertThat(order().state()).isEqualTo(OrderState.REVOKED);
    assertThat(here.isNoted(ANN)).isFalse();
    assertThat(world.subjects.erased(ANN)).isFalse();
  }

  private void carryOut() {
    world.clock.advance(Duration.ofDays(7));
    here.erasing.erase(order().id());
  }

  @Test
  void subscriptionBegunAfterTheRequestRevokesIt() {
    annsAccountIsMissing();
    nights(2);
    world.plans.apply(
        EventFixtures.created("sub_9")
            .named("ann")
            .after(Duration.between(EventFixtures.START, world.clock.instant()).toSeconds() + 60)
            .event());

    carryOut();

    assertThat(order().state()).isEqualTo(OrderState.REVOKED);
  }

  @Test
  void writeAfterTheRequestBlocksIt() {
    annsAccountIsMissing();
    nights(2);
    world.clock.advance(Duration.ofMinutes(1));
    world.writeAccount(ANN, Fields.empty().with("displayName", "Ann"));

    carryOut();

    assertThat(order().state()).isEqualTo(OrderState.OPEN);
    assertThat(order().blocked()).isPresent();
    assertThat(world.subjects.erased(ANN)).isFalse();
    assertThat(here.alarms()).anyMatch(it -> it.contains("an erasure could not be confirmed"));
  }

  @Test
  void answerWithoutControlsBlocksTheRequestAtItsStart() {
    annsAccountIsMissing();
    nights(2);
    here.answer = found -> Map.of();

    carryOut();

    assertThat(order().blocked()).isPresent();
    assertThat(world.subjects.erased(ANN)).isFalse();

    here.answer = found -> found;
    here.erasing.erase(order().id());
    assertThat(order().state()).isEqualTo(OrderState.IN_PROGRESS);
  }

  @Test
  void twoAccountsAreTooFewForAConclusion() {
    person("ben");
    person("ann");
    world.clock.advance(Duration.ofDays(1));
    world.cloud.accounts().delete(ANN);

    nights(3);

    assertThat(here.isNoted(ANN)).isFalse();
    assertThat(here.order(ANN)).isEmpty();
    assertThat(here.alarms()).anyMatch(it -> it.contains("lacks accounts that exist"));
  }

  @Test
  void operatorCanConfirmManyMissingAccounts() {
    List<SubjectId> people = people(30);
    world.clock.advance(Duration.ofDays(1));
    people.subList(0, 20).forEach(world.cloud.accounts()::delete);
    here.night();
    assertThat(people).noneMatch(here::isNoted);

    here.reconciliation.handle(new AbsencesConfirmed());
    here.night();

    assertThat(people.subList(0, 20)).allMatch(here::isNoted);
    assertThat(people.subList(20, 30)).noneMatch(here::isNoted);
  }

  @Test
  void ownRequestReplacesAnInferredOne() {
    annsAccountIsMissing();
    nights(2);
    String inferred = order().id();

    RemovalOrder asked = world.erasures.request(ANN, "requested");
    here.night();

    assertThat(asked.id()).isNotEqualTo(inferred);
    assertThat(asked.cause()).isEqualTo("requested");
    world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());
    here.night();
    assertThat(order().id()).isEqualTo(asked.id());
    assertThat(order().state()).isEqualTo(OrderState.OPEN);
  }

  @Test
  void reportedDeletionReplacesAnInferredRequest() {
    annsAccountIsMissing();
    nights(2);

    world.erasures.begin(ANN, "account-deleted");
    here.settle();

    assertThat(order().cause()).isEqualTo("account-deleted");
    assertThat(world.cloud.documents().get(World.account(ANN))).isEmpty();
  }

  @Test
  void deniedAbsenceOpensNoFurtherRequest() {
    annsAccountIsMissing();
    nights(2);
    ConfirmService confirmations = world.services.confirmations();
    assertThat(confirmations.deny(order().id())).isTrue();

    nights(10);

    assertThat(order().state()).isEqualTo(OrderState.DENIED);
    assertThat(here.all("erasures")).hasSize(1);
  }
}
