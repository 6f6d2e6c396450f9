package com.anykoma.privacy.protection.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import com.anykoma.privacy.protection.metadata.PlantedSamples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strips randomly mutated files. A failure prints the seed of the mutation. */
@Tag("slow")
class MetadataStripperFuzzTest {
  private static final long FIRST_SEED = 20_261_123;
  private static final int FILES = 20_000;
  private static final int ORIENTATION = 36;

  @Test
  void mutatedFilesNeverThrowAndResultsAreStable() {
    List<Sample> samples = new ArrayList<>(PlantedSamples.all());
    samples.add(PlantedSamples.webPWithProfile());
    Map<StripResult, Integer> outcomes = new EnumMap<>(StripResult.class);
    for (long seed = FIRST_SEED; seed < FIRST_SEED + FILES; seed++) {
      Random random = new Random(seed);
      byte[] file = mutated(samples.get(random.nextInt(samples.size())).planted(), random);
      outcomes.merge(check(seed, file, random), 1, Integer::sum);
    }

    // some mutations are detected and some have no effect
    assertThat(outcomes.get(StripResult.STRIPPED)).isGreaterThan(FILES / 20);
    assertThat(outcomes.get(StripResult.MALFORMED)).isGreaterThan(FILES / 20);
  }

  private static StripResult check(long seed, byte[] file, Random random) {
    StrippedFile stripped = StrippedFile.of(file);
    StrippedFile inPieces =
        StrippedFile.inPieces(file, StrippedFile.EVERYTHING, at -> 1 + random.nextInt(1 + at % 40));

    assertThat(stripped.bytes().length)
        .as("seed %d", seed)
        .isLessThanOrEqualTo(file.length + ORIENTATION);
    assertThat(inPieces.bytes()).as("seed %d", seed).isEqualTo(stripped.bytes());
    assertThat(inPieces.outcome()).as("seed %d", seed).isEqualTo(stripped.outcome());
    if (stripped.outcome().isClean()) {
      assertThat(stripped.text()).as("seed %d", seed).doesNotContain(ByteArrays.MARKER);
    }
    if (stripped.outcome() != StripResult.MALFORMED) {
      StrippedFile again = StrippedFile.of(stripped.bytes());
      assertThat(again.bytes()).as("seed %d", seed).isEqualTo(stripped.bytes());
      assertThat(again.outcome())
          .as("seed %d", seed)
          .isIn(StripResult.NOTHING_FOUND, StripResult.UNKNOWN_FORMAT);
    }
    return stripped.outcome();
  }

  private static byte[] mutated(byte[] file, Random random) {
    byte[] mutated = file;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(mutated.length);
      int to = at + random.nextInt(1 + Math.min(60, mutated.length - at));
      switch (random.nextInt(4)) {
        case 0 -> mutated = ByteArrays.inserted(mutated, at, Arrays.copyOfRange(mutated, at, to));
        case 1 -> mutated = removed(mutated, at, Math.min(to, at + mutated.length - 1));
        case 2 -> mutated = changed(mutated, at, random.nextInt());
        default -> mutated = changed(mutated, at, mutated[at] + 1 - random.nextInt(3));
      }
    }
    return mutated;
  }

  private static byte[] removed(byte[] file, int from, int to) {
    return ByteArrays.joined(
        Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length), new byte[1]);
  }

  private static byte[] changed(byte[] file, int at, int value) {
    byte[] changed = file.clone();
    changed[at] = (byte) value;
    return changed;
  }
}
