package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.usage.plan.Concurrently;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.signUp("u10");
    world.clock.set(at(1_000));
    world.createPrompt(ANN, "p1");
    world.createPrompt(ANN, "p2");
    world.createPrompt(new SubjectId("u10"), "p1");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void assertAnnsAreWithdrawn(String cause) {
    assertThat(world.admitted()).containsExactly("users/u10/prompts/p1");
    List<Document> withdrawn =
        world.cloud.documents().find(Query.group("corpus").whereEqual("state", "withdrawn"));
    assertThat(withdrawn)
        .hasSize(2)
        .allSatisfy(
            it -> {
              assertThat(it.fields().string("cause")).contains(cause);
              assertThat(it.fields().instant("withdrawnAt")).isPresent();
            });
  }

  @Test
  @Keeps({"P6", "P25"})
  void undecidableEntryIsWithdrawnAndBlocksNoOther() {
    DocumentPath stamp = ItemStamp.pathOf(ANN, World.prompt(ANN, "p1"));
    world.cloud.documents().delete(List.of(stamp));
    world.cloud.documents().create(stamp, Fields.empty().with("createdAt", "poison"));
    world.writeAccount(ANN, Fields.of(Map.of("objection", true)));

    try (Alarms alarms = new Alarms()) {
      world.corpus.withdraw(ANN, "objection");

      assertThat(alarms.messages()).singleElement(STRING).contains("skipped where=corpus item=");
    }

    assertAnnsAreWithdrawn("objection");
    assertThat(world.gate.decisions(ANN)).hasSize(2).noneMatch(it -> it.decision().eligible());
  }

  @Test
  @Keeps({"P6", "P25"})
  void entryWithoutContentIsWithdrawnAndBlocksNoOther() {
    DocumentPath malformed = DocumentPath.of("corpus", "!");
    world
        .cloud
        .documents()
        .create(malformed, Fields.empty().with("uid", "u1").with("state", "admitted"));
    world.consents.end(ANN, "account-deleted", tx -> 1);

    world.corpus.withdraw(ANN, "account-deleted");

    assertThat(world.admitted()).containsExactly("users/u10/prompts/p1");
    assertThat(world.cloud.documents().get(malformed).orElseThrow().fields().string("state"))
        .contains("withdrawn");
  }

  @Test
  @Keeps({"P6", "E1", "E23"})
  void upgradeWithdrawsContentCreatedWhileFree() {
    assertThat(world.admitted()).hasSize(3);

    world.plans.apply(created("s").named("u1").after(1_500).event());
    world.runTasks();

    assertAnnsAreWithdrawn("plan");
  }

  @Test
  @Keeps({"P25", "P38"})
  void objectionWithdrawsContent() {
    world.writeAccount(ANN, Fields.of(Map.of("objection", true)));
    world.runTasks();

    assertAnnsAreWithdrawn("objection");
  }

  @Test
  @Keeps({"P25", "P31"})
  void gpcSignalWithdrawsContent() {
    world.writeAccount(ANN, Fields.of(Map.of("gpc", true)));
    world.runTasks();

    assertAnnsAreWithdrawn("gpc");
  }

  @Test
  @Keeps({"P20", "P23"})
  void endOfAnAccountWithdrawsContent() {
    world.consents.end(ANN, "account-deleted", tx -> 1);
    world.runTasks();

    assertAnnsAreWithdrawn("account-deleted");
  }

  @Test
  @Keeps("P20")
  void deletionWithdrawsContent() {
    world.handle(world.delete(World.prompt(ANN, "p1")));
    world.handle(world.write(World.prompt(ANN, "p2"), Fields.of(Map.of("deletedAt", true))));

    assertAnnsAreWithdrawn("content");
  }

  @Test
  @Keeps({"P6", "E2"})
  void withdrawnContentStaysOutAfterADowngrade() {
    world.plans.apply(created("s").named("u1").after(1_500).event());
    world.runTasks();
    world.plans.apply(deleted("s").after(2_000).event());
    world.runTasks();
    world.clock.set(at(3_000));
    world.handle(world.write(World.prompt(ANN, "p1"), Fields.of(Map.of("text", "again"))));
    world.createPrompt(ANN, "p3");

    assertThat(world.admitted()).containsExactly("users/u1/prompts/p3", "users/u10/prompts/p1");
  }

  @Test
  void repeatedWithdrawalWritesNothing() {
    world.plans.apply(created("s").named("u1").after(1_500).event());
    world.runTasks();
    world.cloud.counts().reset();

    world.corpus.withdraw(ANN, "again");

    assertThat(world.cloud.counts().of("documents.write")).isZero();
    assertAnnsAreWithdrawn("plan");
  }

  @Test
  void eligibleContentIsNotWithdrawn() {
    world.corpus.withdraw(ANN, "for nothing");

    assertThat(world.admitted()).hasSize(3);
  }

  @Test
  @Keeps({"P8", "E1"})
  void admissionThatRacesWithAnUpgradeIsWithdrawn() throws InterruptedException {
    for (int i = 0; i < 15; i++) {
      SubjectId subject = world.signUp("racer" + i);
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int item = 0; item < 3; item++) {
        DocumentChange change =
            world.write(World.prompt(subject, "r" + item), Fields.of(Map.of("text", "x")));
        work.add(
            () -> {
              world.handle(change);
              return true;
            });
      }
      String name = "racer" + i;
      work.add(
          () -> {
            world.plans.apply(created(name).of("cus_" + name).named(name).after(1_200).event());
            return true;
          });

      Concurrently.run(work);
      world.runTasks();

      assertThat(world.admitted()).noneMatch(it -> it.contains(name + "/"));
    }
  }
}
