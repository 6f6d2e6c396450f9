package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampingServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final Fields PROMPT = Fields.of(Map.of("text", "a castle"));

  private World world;
  private DocumentPath path = World.prompt(ANN, "p1");

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

  private ItemStamp stamp(DocumentPath content) {
    SubjectId owner = world.dataMap.subjectOf(content).orElseThrow();
    return ItemStamp.read(
        world.cloud.documents().get(ItemStamp.pathOf(owner, content)).orElseThrow().fields());
  }

  private Fields content() {
    return world.cloud.documents().get(path).orElseThrow().fields();
  }

  private long writesOf(Runnable work) {
    world.cloud.counts().reset();
    work.run();
    return world.cloud.counts().of("documents.write");
  }

  @Test
  @Keeps({"P3", "E1"})
  void contentIsStampedAtItsServerCreateTime() {
    DocumentChange change = world.write(path, PROMPT.with("createdAt", at(-5_000)));
    world.clock.advance(Duration.ofDays(2));

    world.stamping.written(change);

    assertThat(stamp(path).createdAt()).isEqualTo(at(1_000));
    assertThat(stamp(path).isProtected()).isFalse();
    assertThat(stamp(path).policyVersion()).contains("2026-01-06");
    assertThat(content().map("privacy").string("plan")).contains("free");
    assertThat(content().map("privacy").flag("protected")).isFalse();
  }

  @Test
  @Keeps("E8")
  void ownWriteDoesNotLoopAndARepeatWritesNothing() {
    world.newChanges();
    DocumentChange first = world.write(path, PROMPT);
    world.newChanges();
    world.stamping.written(first);
    List<DocumentChange> own =
        world.newChanges().stream().filter(it -> it.path().equals(path)).toList();

    assertThat(own).hasSize(1);
    world.cloud.counts().reset();
    world.stamping.written(own.get(0));
    assertThat(world.cloud.counts().of("documents.transaction")).isZero();
    assertThat(writesOf(() -> world.stamping.written(first))).isZero();
  }

  @Test
  @Keeps({"P6", "P8", "E1"})
  void lateUpgradeWithdrawsContentStampedAsFree() {
    world.createPrompt(ANN, "p1");
    assertThat(world.admitted()).containsExactly(path.value());

    world.plans.apply(created("s").named("u1").after(900).event());
    world.runTasks();

    assertThat(world.admitted()).isEmpty();
    world.stamping.written(world.write(path, PROMPT.with("seed", 7)));
    assertThat(stamp(path).isProtected()).isTrue();
    world.plans.apply(deleted("s").after(950).event());
    world.stamping.written(world.write(path, PROMPT.with("seed", 8)));
    assertThat(stamp(path).isProtected()).isTrue();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  @Keeps({"P3", "P20"})
  void recreatedIdStaysOutInAnyEventOrder() {
    DocumentChange first = world.write(path, PROMPT);
    DocumentChange deletion = world.delete(path);
    DocumentChange again = world.write(path, PROMPT);
    for (List<DocumentChange> order :
        List.of(
            List.of(first, deletion, again),
            List.of(again, deletion),
            List.of(first, again, deletion))) {
      order.forEach(world.stamping::written);

      assertThat(world.admitted()).isEmpty();
      assertThat(stamp(path).deletedAt()).isPresent();
    }
  }

  @Test
  @Keeps("P20")
  void deletionKeepsTheTimeOfItsFirstEvent() {
    world.createPrompt(ANN, "p1");
    DocumentChange deletion = world.delete(path);
    world.stamping.written(deletion);
    world.clock.advance(Duration.ofDays(1));

    assertThat(writesOf(() -> world.stamping.written(deletion))).isZero();
    assertThat(stamp(path).deletedAt()).contains(at(1_000));
    assertThat(world.admitted()).isEmpty();
    assertThat(world.inCorpus("withdrawn")).hasSize(1);
  }

  @Test
  void deletionDeliveredBeforeTheCreationIsNotUndone() {
    DocumentChange first = world.write(path, PROMPT);
    DocumentChange deletion = world.delete(path);

    world.stamping.written(deletion);
    world.stamping.written(first);

    assertThat(stamp(path).deletedAt()).isPresent();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  @Keeps("P8")
  void stampOfARemovedPlanKeepsItsPlanAndProtection() {
    world.plans.apply(created("s").named("u1").after(900).event());
    world.createPrompt(ANN, "p1");
    ItemStamp before = stamp(path);
    PlanCatalog without =
        PlanCatalog.read(Setting.parse("plans.yaml", "plans: { free: { paid: no } }"));

    world
        .on(world.cloud, world.files.with(without))
        .stamping()
        .written(world.write(path, PROMPT.with("seed", 1)));

    assertThat(stamp(path)).isEqualTo(before);
    assertThat(before.plan()).isEqualTo("pro");
    assertThat(before.isProtected()).isTrue();
  }

  @Test
  @Keeps({"P3", "P8"})
  void clientWriteToTheMirrorDoesNotChangeTheStamp() {
    world.plans.apply(created("s").named("u1").after(900).event());
    world.createPrompt(ANN, "p1");
    ItemStamp before = stamp(path);
    Fields forged = Fields.of(Map.of("plan", "free", "protected", false));

    world.stamping.written(world.write(path, PROMPT.with("privacy", forged)));
    world.stamping.written(world.write(path, PROMPT.with("privacy", forged).with("seed", 1)));
    world.stamping.written(world.write(path, PROMPT.with("privacy", "free")));

    assertThat(stamp(path)).isEqualTo(before);
    assertThat(before.isProtected()).isTrue();
    assertThat(world.admitted()).isEmpty();
    assertThat(world.gate.decisions(ANN)).noneMatch(it -> it.decision().eligible());
  }

  @Test
  @Keeps("P20")
  void anyValueInDeletedAtMeansDeleted() {
    List<Object> values =
        List.of(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"), "no", "", false, 0, Map.of());
    for (int i = 0; i < values.size(); i++) {
      DocumentPath each = World.prompt(ANN, "d" + i);
      world.stamping.written(world.write(each, PROMPT.with("deletedAt", values.get(i))));
      assertThat(stamp(each).deletedAt()).contains(at(1_000));
    }
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  void nullDeletedAtIsIgnored() {
    world.stamping.written(
        world.write(path, Fields.of(Collections.singletonMap("deletedAt", null))));

    assertThat(stamp(path).deletedAt()).isEmpty();
  }

  @Test
  void largeAndDeepDocumentIsStamped() {
    Fields deep = PROMPT;
    for (int i = 0; i < 19; i++) {
      deep = Fields.empty().with("nested", deep);
    }
    world.stamping.written(world.write(path, Fields.empty().with("text", "a".repeat(1_000_000))));
    world.stamping.written(world.write(World.prompt(ANN, "p2"), deep));

    assertThat(stamp(path).isProtected()).isFalse();
    assertThat(stamp(World.prompt(ANN, "p2")).isProtected()).isFalse();
  }

  @Test
  @Keeps("P2")
  void documentOutsideStampedLocationsIsIgnored() {
    for (String collection : List.of("usage", "devices", "elsewhere")) {
      DocumentPath other = DocumentPath.of("users", "u1", collection, "x");
      DocumentChange change = world.write(other, PROMPT);
      world.cloud.counts().reset();

      world.handle(change);

      assertThat(world.cloud.counts().snapshot()).isEmpty();
    }
  }

  @Test
  @Keeps({"P3", "P5"})
  void admissionRecordsLineageButNoContent() {
    world.createPrompt(ANN, "p1");

    Document entry = world.cloud.documents().find(Query.group("corpus")).get(0);

    assertThat(entry.path().id()).hasSize(43);
    assertThat(entry.fields().asMap())
        .containsOnlyKeys(
            "uid", "content", "state", "admittedAt", "lineage", "nextAttemptAt", "shard");
    assertThat(entry.fields().map("lineage").string("policyVersion")).contains("2026-01-06");
    assertThat(entry.fields().asMap().toString()).doesNotContain("castle");
  }

  @Test
  @Keeps("P3")
  void contentOfASubjectWithoutAccountIsProtected() {
    SubjectId unknown = new SubjectId("nobody");
    DocumentPath orphan = World.prompt(unknown, "p1");

    world.stamping.written(world.write(orphan, PROMPT));

    assertThat(world.admitted()).isEmpty();
    assertThat(world.cloud.documents().get(ItemStamp.pathOf(unknown, orphan)).map(Document::fields))
        .map(it -> it.flag("protected"))
        .contains(true);
  }

  @Test
  @Keeps({"E11", "E17"})
  void erasedSubjectGetsNoStamps() {
    DocumentChange change = world.write(path, PROMPT);
    world.consents.end(ANN, "deleted", tx -> 1);
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThatThrownBy(() -> world.stamping.written(change)).isInstanceOf(ErasedSubject.class);

    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void contentWithTheLongestIdIsStamped() {
    DocumentPath longest = World.prompt(ANN, "x".repeat(1_500));

    world.stamping.written(world.write(longest, PROMPT));

    assertThat(stamp(longest).content()).isEqualTo(longest);
  }

  /** Creates content of a time when the owner's plan was unknown. */
  private DocumentPath writtenBeforeTheOwnerWasKnown(Duration before) {
    SubjectId ben = new SubjectId("u2");
    Fields account = Fields.of(Map.of("displayName", "Ben"));
    world.write(World.account(ben), account);
    DocumentChange change = world.write(World.prompt(ben, "p1"), PROMPT);
    world.clock.advance(before);
    world.writeAccount(ben, account);
    world.stamping.written(change);
    return change.path();
  }

  @Test
  @Keeps({"P3", "P8"})
  void contentBeforeStripesRetryWindowIsProtected() {
    DocumentPath earlier = writtenBeforeTheOwnerWasKnown(Duration.ofDays(3).plusSeconds(1));

    assertThat(stamp(earlier).isProtected()).isTrue();
    assertThat(world.admitted()).isEmpty();
  }

  @Test
  @Keeps({"P3", "P8"})
  void contentWithinStripesRetryWindowIsFree() {
    DocumentPath earlier = writtenBeforeTheOwnerWasKnown(Duration.ofDays(3).minusSeconds(1));

    assertThat(stamp(earlier).isProtected()).isFalse();
    assertThat(world.admitted()).containsExactly(earlier.value());
  }

  /** The purge deletes the stamp; a late event must not write a new one. */
  @Test
  @Keeps({"P20", "E10"})
  void nothingIsWrittenOnceThePurgeHasStarted() {
    world.createPrompt(ANN, "p1");
    DocumentChange deletion = world.delete(path);
    world.deletions.written(deletion);
    Document order = world.cloud.documents().find(Query.group("purges")).get(0);
    Fields begun = RemovalOrder.of(order).started(world.clock.instant(), false).fields();
    assertThat(world.cloud.documents().update(order.path(), order.updateTime(), begun)).isTrue();
    world.cloud.documents().delete(List.of(ItemStamp.pathOf(ANN, path)));

    assertThat(writesOf(() -> world.stamping.written(deletion))).isZero();
  }

  @Test
  void unknownStampIsProtected() {
    assertThat(world.stamping.isProtected(ANN, path)).isTrue();

    world.createPrompt(ANN, "p1");

    assertThat(world.stamping.isProtected(ANN, path)).isFalse();
  }
}
