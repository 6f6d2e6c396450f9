package com.anykoma.privacy.retention.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the removal of records found by their owner's field, with and without documents beneath
 * them.
 */
final class FoundRemovalTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final SubjectId U1 = new SubjectId("u1");
  private static final String YAML =
      """
      categories: { P11: [user.unique_id], nobody: [system.operations] }
      retention: { life: { ground: kept while the account is active } }
      locations:
        projects: { kind: document, path: "projects/{id}", subject: uid, role: content,
          purposes: [service], retention: life, export: yes, erase: delete,
          fields: { uid: { category: user.unique_id } } }
        notes: { kind: document, path: "projects/{id}/notes/{note}", subject: none, role: own,
          purposes: [service], retention: life, export: no, reason: about no person, erase: retain,
          ground: about no person,
          fields: { at: { category: system.operations } } }
        logs: { kind: document, path: "logs/{id}", subject: uid, role: log,
          purposes: [service], retention: life, export: yes, erase: delete,
          fields: { uid: { category: user.unique_id } } }
      """;

  @TempDir private Path directory;
  private World world;
  private EmbeddedCloud cloud;
  private Removal removal;
  private List<Target> targets;

  @BeforeEach
  void open() {
    DataMap dataMap = DataMap.read(Setting.parse("datamap.yaml", YAML));
    world = new World(directory, dataMap);
    cloud = world.cloud;
    removal = world.services.removal();
    targets = new Targets(dataMap).dataToDelete(U1);
    for (String uid : List.of("u1", "u10")) {
      put("projects/p-" + uid, Fields.empty().with("uid", uid));
      put("projects/p-" + uid + "/notes/n", Fields.empty().with("at", NOW));
      put("logs/l-" + uid, Fields.empty().with("uid", uid));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void put(String path, Fields fields) {
    assertThat(cloud.documents().create(new DocumentPath(path), fields)).isTrue();
  }

  private boolean isThere(String path) {
    return cloud.documents().get(new DocumentPath(path)).isPresent();
  }

  @Test
  void isRemovedWithTheLocationsBeneathIt() {
    long removed = targets.stream().mapToLong(removal::remove).sum();

    assertThat(removed).isEqualTo(3);
    assertThat(List.of("projects/p-u1", "projects/p-u1/notes/n", "logs/l-u1"))
        .noneMatch(this::isThere);
    assertThat(List.of("projects/p-u10", "projects/p-u10/notes/n", "logs/l-u10"))
        .allMatch(this::isThere);
    assertThat(targets).noneMatch(removal::hasRemaining);
  }

  @Test
  void isCountedWithTheLocationsBeneathIt() {
    List<String> names = new ArrayList<>();
    targets.forEach(each -> removal.forEachName(each, names::add));

    assertThat(names).containsExactly("projects/p-u1", "projects/p-u1/notes/n", "logs/l-u1");
  }

  @Test
  void failedPageDoesNotStopTheNextPage() {
    for (int i = 0; i < 1_001; i++) {
      put("logs/m-" + i, Fields.empty().with("uid", "u1"));
    }
    Target.Found logs =
        (Target.Found)
            targets.stream().filter(it -> it.location().equals("logs")).findFirst().orElseThrow();
    List<Integer> pages = new ArrayList<>();

    assertThatThrownBy(
            () ->
                removal.forEachPage(
                    logs,
                    page -> {
                      pages.add(page.size());
                      if (pages.size() == 1) {
                        throw new PermanentFailure("refused");
                      }
                    }))
        .isInstanceOf(PermanentFailure.class);

    assertThat(pages).containsExactly(1_000, 2);
  }

  @Test
  void doesNotListBeneathRecordsWithoutNestedLocations() {
    Target logs =
        targets.stream().filter(it -> it.location().equals("logs")).findFirst().orElseThrow();
    cloud.counts().reset();

    long removed = removal.remove(logs);

    assertThat(removed).isEqualTo(1);
    // one query finds them, one batch deletes them
    assertThat(cloud.counts().of("documents.call")).isEqualTo(2);
  }
}
