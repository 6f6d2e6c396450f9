package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.usage.training.ItemStamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the sealing of document fields in place, depending on the owner's plan. */
@Keeps({"P10", "P16"})
class SealingServiceTest {
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
    return world.services.fields().open(ANN, prompts, stored(of)).without("privacy");
  }

  private List<DocumentChange> ownWrites() {
    return world.newChanges().stream().filter(it -> it.path().equals(path)).toList();
  }

  @Test
  void sealsOnlyMappedFieldsOfAPaidUser() {
    upgrade();

    world.handle(world.write(path, PROMPT));

    assertThat(isSealed(path)).isTrue();
    assertThat(stored(path).fields().number("seed")).contains(7L);
    assertThat(opened(path)).isEqualTo(PROMPT);
  }

  /** The sealing service of an instance with an empty key cache. */
  private FieldService cold() {
    return new FieldService(
        new KeyService(world.cloud.keys(), world.cloud.kek(), world.hash, world.clock));
  }

  private SealingService coldSealing() {
    return new SealingService(
        world.subjects,
        new Owners(world.dataMap, world.cloud.documents()::get),
        cold(),
        world.stamping);
  }

  private Location prompts() {
    return world.dataMap.locationOf(path).orElseThrow();
  }

  /** Counts all operations of all ports, including the key-encryption key. */
  @Test
  @Keeps("E8")
  void ownWritesCostNoReadAndNoKeyOnAColdInstance() {
    upgrade();
    world.newChanges();
    DocumentChange change = world.write(path, PROMPT);
    world.newChanges();
    world.handle(change);
    List<DocumentChange> own = ownWrites();
    assertThat(own).hasSize(2);
    world.cloud.counts().reset();

    own.forEach(coldSealing()::sealWritten);
    own.forEach(world::handle);

    assertThat(own).allMatch(it -> cold().isOwnWrite(prompts(), it));
    assertThat(world.cloud.counts().snapshot()).isEmpty();
  }

  @Test
  void repairOfSealedContentLoadsNoKey() {
    upgrade();
    world.handle(world.write(path, PROMPT));
    Document sealed = stored(path);
    world.cloud.counts().reset();

    coldSealing().seal(ANN, sealed);

    assertThat(coldSealing().isSealed(sealed, true)).isTrue();
    assertThat(world.cloud.counts().snapshot()).isEmpty();
  }

  @Test
  void freePlanContentCostsOneRead() {
    DocumentChange change = world.write(path, PROMPT);
    world.stamping.written(change);
    world.cloud.counts().reset();

    world.sealing.sealWritten(change);

    assertThat(world.cloud.counts().of("documents.read")).isEqualTo(1);
    assertThat(world.cloud.counts().of("documents.transaction")).isZero();
    assertThat(world.cloud.counts().of("keys.call")).isZero();
  }

  @Test
  void sealsForgedOwnWrites() {
    upgrade();
    DocumentPath other = World.prompt(ANN, "p2");
    world.handle(world.write(other, PROMPT));
    world.handle(world.write(path, PROMPT));
    Bytes moved = (Bytes) stored(other).fields().value("text").orElseThrow();
    byte[] altered = ((Bytes) stored(path).fields().value("text").orElseThrow()).toArray();
    altered[10]++;
    for (Bytes forged :
        List.of(moved, Bytes.of(altered), Bytes.of(new byte[] {'A', 'K', 'S', 2}))) {
      Document plain = new Document(path, PROMPT.with("privacy", shown()), at(1_000), at(1_000));
      DocumentChange change = world.write(path, stored(path).fields().with("text", forged));
      DocumentChange forgedChange = new DocumentChange(path, Optional.of(plain), change.after());

      assertThat(cold().isOwnWrite(prompts(), forgedChange)).isFalse();
      world.sealing.sealWritten(forgedChange);

      assertThat(coldSealing().isSealed(stored(path), true)).isTrue();
    }
    assertThat(opened(path).value("text")).contains(Bytes.of(new byte[] {'A', 'K', 'S', 2}));
  }

  private Object shown() {
    return stored(path).fields().value("privacy").orElseThrow();
  }

  @Test
  void marksSealedValuesWithoutAMark() {
    upgrade();
    DataEncryptionKey key = world.services.keys().sealingKey(ANN, KeyClass.CONTENT);
    Bytes unmarked = FieldSeal.seal(key, KeyClass.CONTENT, path, "text", "a castle");

    world.handle(world.write(path, PROMPT.with("text", unmarked)));

    assertThat(stored(path).fields().value("text")).isNotEqualTo(Optional.of(unmarked));
    assertThat(coldSealing().isSealed(stored(path), true)).isTrue();
    assertThat(opened(path)).isEqualTo(PROMPT);
  }

  /** Content without a stamp is protected, so no content stays in plaintext if stamping fails. */
  @Test
  void unstampedContentIsSealedAndStaysSealed() {
    DocumentChange change = world.write(path, PROMPT);

    world.sealing.sealWritten(change);
    world.stamping.written(change);

    assertThat(isSealed(path)).isTrue();
    assertThat(opened(path)).isEqualTo(PROMPT);
  }

  @Test
  void reorderedAndRepeatedEventsSealOnce() {
    upgrade();
    for (int seed = 0; seed < 10; seed++) {
      DocumentPath each = World.prompt(ANN, "o" + seed);
      world.newChanges();
      List<DocumentChange> events = new ArrayList<>();
      events.add(world.write(each, PROMPT));
      world.handle(events.get(0));
      events.add(world.write(each, PROMPT.with("text", "a tower")));
      world.handle(events.get(1));
      Document settled = stored(each);
      world.newChanges().stream().filter(it -> it.path().equals(each)).forEach(events::add);
      Collections.shuffle(events, new Random(seed));
      long kek = world.cloud.counts().of("kek.decrypt");

      events.forEach(world::handle);

      assertThat(stored(each)).isEqualTo(settled);
      assertThat(opened(each)).isEqualTo(PROMPT.with("text", "a tower"));
      assertThat(world.cloud.counts().of("kek.decrypt")).isEqualTo(kek);
    }
  }

  @Test
  void sealsClientEditsOfSealedFields() {
    upgrade();
    world.handle(world.write(path, PROMPT));

    world.handle(world.write(path, stored(path).fields().with("text", "a tower")));

    assertThat(isSealed(path)).isTrue();
    assertThat(opened(path)).isEqualTo(PROMPT.with("text", "a tower"));
  }

  @Test
  @Keeps("E2")
  void upgradeSealsAndDowngradeKeepsSealed() {
    world.handle(world.write(path, PROMPT));
    assertThat(isSealed(path)).isFalse();

    upgrade();
    world.runTasks();
    assertThat(isSealed(path)).isTrue();

    world.plans.apply(deleted("s").after(1_100).event());
    world.clock.set(at(1_000_000_000));
    world.runTasks();
    DocumentPath later = World.prompt(ANN, "p2");
    world.handle(world.write(later, PROMPT));

    assertThat(isSealed(path)).isTrue();
    assertThat(opened(path)).isEqualTo(PROMPT);
    assertThat(isSealed(later)).isFalse();
  }

  @Test
  void upgradeSealsMoreDocumentsThanOneTaskReads() {
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
  void oversizedContentIsStampedAndRaisesAnAlarm() {
    upgrade();
    Fields large = Fields.empty().with("text", "a".repeat(1_000_000));
    DocumentChange change = world.write(path, large);

    assertThatThrownBy(() -> world.handle(change))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("alarm");

    assertThat(stored(path).fields().without("privacy")).isEqualTo(large);
    Document stamp = stored(ItemStamp.pathOf(ANN, path));
    assertThat(ItemStamp.read(stamp.fields()).isProtected()).isTrue();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  @Keeps({"P20", "E17"})
  void doesNotSealForErasedSubjects() {
    upgrade();
    DocumentChange change = world.write(path, PROMPT);
    world.consents.end(ANN, "deleted", tx -> 1);

    assertThatThrownBy(() -> world.handle(change)).isInstanceOf(ErasedSubject.class);
    world.sealing.sealWritten(change);

    assertThat(stored(path).fields()).isEqualTo(PROMPT);
  }
}
