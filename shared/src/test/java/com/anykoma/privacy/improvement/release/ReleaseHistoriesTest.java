package com.anykoma.privacy.improvement.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of plans, objections, deletions, erasures and sensitive items. After each step
 * and its recalls, no release contains an item that the gate does not admit.
 */
@Keeps({"P3", "P6", "P8", "P25", "E30"})
class ReleaseHistoriesTest {
  private static final int STEPS = 25;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noReleaseKeepsAnItemThatTheGateRefuses(long seed, @TempDir Path directory) {
    Random random = new Random(seed);
    try (ReleasedWorld released = new ReleasedWorld(directory)) {
      World world = released.world;
      Set<String> refused = new HashSet<>();
      int people = 2;
      for (int step = 0; step < STEPS; step++) {
        SubjectId person = new SubjectId("u" + (1 + random.nextInt(people)));
        String text = "text " + step;
        DocumentPath item = World.prompt(person, "s" + step);
        switch (random.nextInt(8)) {
          case 0 -> {
            people++;
            world.signUp("u" + people);
          }
          case 1 -> {
            if (!world.subjects.erased(person)) {
              world.subscribe(person, "cus_" + step);
              refuse(world, person, refused);
            }
          }
          case 2 -> object(world, person, random.nextBoolean() ? "objection" : "gpc", refused);
          case 3 -> {
            world.erasures.begin(person, "requested");
            refuse(world, person, refused);
          }
          case 4 ->
              anyItem(released, random, refused)
                  .ifPresent(it -> world.markDeleted(it.content().value()));
          case 5 ->
              anyItem(released, random, refused)
                  .ifPresent(it -> world.stamping.markSensitive(it.owner(), it.content()));
          case 6 -> released.release();
          default -> {
            if (!world.subjects.erased(person)) {
              world.handle(world.write(item, Fields.of(Map.of("text", text))));
            }
          }
        }
        runAll(released);
        assertNothingRefusedIsReleased(released, refused, "seed %d step %d".formatted(seed, step));
      }
      released.release();
      assertNothingRefusedIsReleased(released, refused, "seed " + seed);
    }
  }

  private static void object(World world, SubjectId person, String how, Set<String> refused) {
    if (!world.subjects.erased(person)) {
      world.writeAccount(person, Fields.of(Map.of(how, true)));
      refuse(world, person, refused);
    }
  }

  private static Optional<CorpusEntry> anyItem(
      ReleasedWorld released, Random random, Set<String> refused) {
    List<CorpusEntry> all = released.entries().stream().filter(CorpusEntry::isAdmitted).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    CorpusEntry entry = all.get(random.nextInt(all.size()));
    refused.add(entry.content().value());
    return Optional.of(entry);
  }

  private static void refuse(World world, SubjectId person, Set<String> refused) {
    refused.addAll(world.inCorpus(person, "admitted"));
    refused.addAll(world.inCorpus(person, "withdrawn"));
  }

  /** Runs tasks as the platform does: a failed one is left to the sweep. */
  private static void runAll(ReleasedWorld released) {
    for (int i = 0; i < 2; i++) {
      try {
        released.work();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("not recalled yet");
      }
    }
  }

  private static void assertNothingRefusedIsReleased(
      ReleasedWorld released, Set<String> refused, String when) {
    Set<String> permitted = new HashSet<>();
    for (CorpusEntry each : released.entries()) {
      if (each.isAdmitted()) {
        assertThat(refused).as(when).doesNotContain(each.content().value());
        permitted.addAll(each.released());
      }
    }
    for (String each : released.objects("items/")) {
      assertThat(permitted)
          .as(when + " " + new String(released.file(each), StandardCharsets.UTF_8))
          .contains(each.substring("items/".length(), each.lastIndexOf('.')));
    }
  }
}
