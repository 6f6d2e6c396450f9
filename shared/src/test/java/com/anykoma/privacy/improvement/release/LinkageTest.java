package com.anykoma.privacy.improvement.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attacker who knows the ids, paths and creation order of the originals, and sees all of a
 * release, tries to match copies of equal texts to their originals. Every strategy pairs two
 * orders; a random pairing of n items has one hit on average, whatever n is.
 */
@Keeps("P5")
class LinkageTest {
  private static final int ITEMS = 60;

  /** The chance of more hits in a random pairing is below 1 in 100,000. */
  private static final int MAX_HITS = 8;

  private record Original(DocumentPath path, int created) {}

  @Test
  void attackersPairingsAreNoBetterThanChance(@TempDir Path directory) {
    try (ReleasedWorld released = new ReleasedWorld(directory)) {
      World world = released.world;
      List<Original> originals = new ArrayList<>();
      for (int i = 0; i < ITEMS; i++) {
        SubjectId owner = world.signUp("person" + i);
        world.clock.advance(Duration.ofHours(1));
        originals.add(new Original(world.createPrompt(owner, "p" + i), i));
      }
      released.release();

      Map<String, DocumentPath> truth = new HashMap<>();
      for (CorpusEntry each : released.entries()) {
        if (each.owner().value().startsWith("person")) {
          truth.put(ReleaseLayout.text(each.released().get(0)), each.content());
        }
      }
      List<Blob> copies =
          world.cloud.blobs().list("releases", "items/", Optional.empty(), 1_000).items().stream()
              .filter(it -> truth.containsKey(it.id().name()))
              .toList();
      assertThat(copies).hasSize(ITEMS);
      List<Function<Original, String>> known =
          List.of(
              it -> "%04d".formatted(it.created()),
              it -> it.path().value(),
              it -> Sha256.hex(it.path().value()),
              it -> Sha256.hex(it.path().segments().get(1)),
              it -> world.hash.of("corpus", it.path().value()).substring(0, 22));
      List<Function<Blob, String>> seen =
          List.of(
              it -> it.id().name(),
              it -> it.created() + " %020d".formatted(it.generation()),
              it -> Sha256.hex(it.id().name()),
              it -> it.metadata().toString() + it.crc32c() + it.id().name());
      for (int k = 0; k < known.size() - 1; k++) {
        for (Function<Blob, String> each : seen) {
          assertThat(hits(originals, copies, known.get(k), each, truth)).isLessThan(MAX_HITS);
        }
      }
      assertThat(copies)
          .extracting(it -> it.id().name())
          .noneMatch(
              name ->
                  originals.stream()
                      .flatMap(it -> known.stream().map(each -> each.apply(it)))
                      .anyMatch(value -> value.length() > 4 && name.contains(value)));
      assertThat(
              hits(
                  originals,
                  copies,
                  it -> it.path().value(),
                  it -> Objects.requireNonNull(truth.get(it.id().name())).value(),
                  truth))
          .as("a copy that shows its path is matched")
          .isEqualTo(ITEMS);
    }
  }

  /** Sorts originals and copies by what is known and seen, pairs them, and counts the hits. */
  private static long hits(
      List<Original> originals,
      List<Blob> copies,
      Function<Original, String> known,
      Function<Blob, String> seen,
      Map<String, DocumentPath> truth) {
    List<Original> left = originals.stream().sorted(Comparator.comparing(known)).toList();
    List<Blob> right = copies.stream().sorted(Comparator.comparing(seen)).toList();
    long hits = 0;
    for (int i = 0; i < left.size(); i++) {
      hits += left.get(i).path().equals(truth.get(right.get(i).id().name())) ? 1 : 0;
    }
    return hits;
  }
}
