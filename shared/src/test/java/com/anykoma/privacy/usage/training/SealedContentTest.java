package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.Told.at;
import static com.anykoma.privacy.usage.plan.Told.created;
import static com.anykoma.privacy.usage.plan.Told.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.FieldService;
import com.anykoma.privacy.subject.ErasedSubject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content is sealed where it lies as its owner's plan protects it. */
@Keeps({"P10", "P16"})
class SealedContentTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final Fields PROMPT = Fields.of(Map.of("text", "a castle", "seed", 7));

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

  private void upgrade() {
    world.plans.apply(created("s").named("u1").after(900).event());
  }

  private Document stored(DocumentPath of) {
    return world.cloud.documents().get(of).orElseThrow();
  }

  private boolean isSealed(DocumentPath of) {
    return stored(of).fields().value("text").orElseThrow() instanceof Bytes;
  }

  private Fields opened(DocumentPath of) {
    Location prompts = world.dataMap.locationOf(of).orElseThrow();
    return new FieldService(world.keys).open(ANN, prompts, stored(of)).without("privacy");
  }

  private List<DocumentChange> ownWrites() {
    return world.newChanges().stream().filter(it -> it.path().equals(path)).toList();
  }

  @Test
  void whatAPaidUserWritesIsSealedAndOnlyWhatTheDataMapSays() {
    upgrade();

    world.content.written(world.write(path, PROMPT));

    assertThat(isSealed(path)).isTrue();
    assertThat(stored(path).fields().number("seed")).contains(7L);
    assertThat(opened(path)).isEqualTo(PROMPT);
  }

  @Test
  void theEventOfItsOwnWriteCausesNothing() {
    upgrade();
    world.newChanges();
    DocumentChange told = world.write(path, PROMPT);
    world.newChanges();
    world.content.written(told);
    List<DocumentChange> own = ownWrites();
    assertThat(own).hasSize(1);
    world.cloud.counts().reset();

    world.content.written(own.get(0));

    assertThat(world.cloud.counts().snapshot()).isEmpty();
  }

  @Test
  void eventsInAnyOrderAndTwiceSealOnce() {
    upgrade();
    for (int seed = 0; seed < 10; seed++) {
      DocumentPath each = World.prompt(ANN, "o" + seed);
      world.newChanges();
      List<DocumentChange> events = new ArrayList<>();
      events.add(world.write(each, PROMPT));
      world.content.written(events.get(0));
      events.add(world.write(each, PROMPT.with("text", "a tower")));
      world.content.written(events.get(1));
      Document settled = stored(each);
      world.newChanges().stream().filter(it -> it.path().equals(each)).forEach(events::add);
      Collections.shuffle(events, new Random(seed));
      long kek = world.cloud.counts().of("kek.decrypt");

      events.forEach(world.content::written);

      assertThat(stored(each)).isEqualTo(settled);
      assertThat(opened(each)).isEqualTo(PROMPT.with("text", "a tower"));
      assertThat(world.cloud.counts().of("kek.decrypt")).isEqualTo(kek);
    }
  }

  @Test
  void aClientsEditOfASealedFieldIsSealedAgain() {
    upgrade();
    world.content.written(world.write(path, PROMPT));

    world.content.written(world.write(path, stored(path).fields().with("text", "a tower")));

    assertThat(isSealed(path)).isTrue();
    assertThat(opened(path)).isEqualTo(PROMPT.with("text", "a tower"));
  }

  @Test
  @Keeps("E2")
  void anUpgradeSealsWhatItCoversAndADowngradeOpensNothing() {
    world.content.written(world.write(path, PROMPT));
    assertThat(isSealed(path)).isFalse();

    upgrade();
    world.runTasks();
    assertThat(isSealed(path)).isTrue();

    world.plans.apply(deleted("s").after(1_100).event());
    world.clock.set(at(1_000_000_000));
    world.runTasks();
    DocumentPath later = World.prompt(ANN, "p2");
    world.content.written(world.write(later, PROMPT));

    assertThat(isSealed(path)).isTrue();
    assertThat(opened(path)).isEqualTo(PROMPT);
    assertThat(isSealed(later)).isFalse();
  }

  @Test
  void anUpgradeReachesMoreThanATaskLooksAtWhateverTheirIds() {
    List<DocumentPath> all = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      String id = i % 10 == 0 ? "x".repeat(1_300) + i : "p" + i;
      all.add(World.prompt(ANN, id));
      world.write(all.get(i), PROMPT);
    }

    upgrade();
    world.runTasks();

    assertThat(all).allMatch(this::isSealed);
    assertThat(world.cloud.tasks().unsettled()).isZero();
  }

  @Test
  void whatHasNoRoomForItsSealIsStampedAndAlarmsAndLosesNothing() {
    upgrade();
    Fields large = Fields.empty().with("text", "a".repeat(1_000_000));
    DocumentChange told = world.write(path, large);

    assertThatThrownBy(() -> world.content.written(told))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("alarm");

    assertThat(stored(path).fields().without("privacy")).isEqualTo(large);
    Document stamp = stored(ItemStamp.pathOf(ANN, path));
    assertThat(ItemStamp.read(stamp.fields()).isProtected()).isTrue();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  @Keeps({"P20", "E17"})
  void nothingIsSealedForTheErased() {
    upgrade();
    DocumentChange told = world.write(path, PROMPT);
    world.consents.end(ANN, "deleted", tx -> 1);

    assertThatThrownBy(() -> world.content.written(told)).isInstanceOf(ErasedSubject.class);

    assertThat(stored(path).fields()).isEqualTo(PROMPT);
  }
}
