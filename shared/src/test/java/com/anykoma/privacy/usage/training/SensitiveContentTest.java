package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that content with sensitive data is excluded, and that its author is told the kinds. */
@Keeps("P32")
class SensitiveContentTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final String CARD = "4242 4242 4242 4242";
  private static final Fields WITH_CARD =
      Fields.empty().with("text", "a castle; pay with " + CARD + " please");

  private World world;
  private final DocumentPath path = World.prompt(ANN, "p1");

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(1_000));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Fields stamp() {
    return world.cloud.documents().get(ItemStamp.pathOf(ANN, path)).orElseThrow().fields();
  }

  private List<String> shownToAuthor() {
    Fields document = world.cloud.documents().get(path).orElseThrow().fields();
    return document.map("privacy").strings("sensitive");
  }

  @Test
  void promptWithCardNumberIsExcludedAndItsAuthorSeesTheKind() {
    world.stamping.written(world.write(path, WITH_CARD));

    assertThat(stamp().strings("sensitive")).containsExactly("CARD");
    assertThat(shownToAuthor()).containsExactly("CARD");
    assertThat(world.admitted()).isEmpty();
    assertThat(stamp().toString()).doesNotContain("4242");
  }

  @Test
  void promptWithoutSensitiveDataIsAdmittedAndShowsNoKinds() {
    world.stamping.written(world.write(path, Fields.empty().with("text", "a castle")));

    assertThat(stamp().strings("sensitive")).isEmpty();
    assertThat(shownToAuthor()).isEmpty();
    assertThat(world.admitted()).containsExactly(path.value());
  }

  @Test
  void laterEditThatAddsCardNumberWithdrawsThePrompt() {
    world.stamping.written(world.write(path, Fields.empty().with("text", "a castle")));
    world.stamping.written(world.write(path, WITH_CARD));

    assertThat(world.admitted()).isEmpty();
    assertThat(shownToAuthor()).containsExactly("CARD");
  }

  @Test
  void editThatRemovesTheCardNumberAdmitsNothing() {
    world.stamping.written(world.write(path, WITH_CARD));
    world.stamping.written(world.write(path, Fields.empty().with("text", "a castle")));

    assertThat(stamp().strings("sensitive")).containsExactly("CARD");
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  void paidPromptIsCheckedBeforeItIsSealed() {
    world.plans.apply(created("s").named("u1").after(900).event());
    world.stamping.written(world.write(path, WITH_CARD));
    world.sealing.sealWritten(world.newChanges().get(0));
    world.cloud.documents().get(path).ifPresent(it -> world.stamping.repair(ANN, it));

    assertThat(stamp().strings("sensitive")).containsExactly("CARD");
    assertThat(shownToAuthor()).containsExactly("CARD");
  }

  @Test
  void promptWhoseEventWasLostIsFoundNotUpToDate() {
    world.stamping.written(world.write(path, Fields.empty().with("text", "a castle")));
    world.write(path, WITH_CARD);

    var present = world.cloud.documents().get(path).orElseThrow();
    var records =
        world.stamping.recordsOf(ANN, path).stream().map(world.cloud.documents()::get).toList();
    SubjectFacts facts = SubjectFacts.of(world.subjects.get(ANN).orElseThrow(), false);
    Optional<ItemStamp> known = records.get(0).map(it -> ItemStamp.read(it.fields()));
    assertThat(world.stamping.isUpToDate(facts, present, known, records.get(1))).isFalse();

    world.stamping.repair(ANN, present);
    assertThat(world.admitted()).isEmpty();
  }
}
