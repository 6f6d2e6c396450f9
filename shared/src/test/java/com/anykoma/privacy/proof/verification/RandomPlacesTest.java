package com.anykoma.privacy.proof.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.verification.RandomPlaces.Put;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests erasures with random data maps and documents. */
@Keeps({"P19", "P20", "P23"})
@Tag("slow")
final class RandomPlacesTest {
  private static final int SEEDS = Integer.getInteger("places.seeds", 30);

  @TempDir private Path directory;

  @Test
  void erasureDeletesExactlyThePersonsDocuments() {
    long unnamed = 0;
    long others = 0;
    long deleted = 0;
    long coOwned = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomPlaces places = new RandomPlaces(seed);
      List<Put> documents = places.documents();
      try (World world = World.withLocations(directory.resolve("s" + seed), places.yaml())) {
        world.keepGenerations();
        RandomPlaces.PEOPLE.forEach(each -> world.signUp(each));
        documents.forEach(each -> world.put(each.path(), each.fields()));

        RemovalOrder order = world.removeData(new SubjectId("u1"));

        for (Put each : documents) {
          String what = "seed " + seed + " " + each + "\n" + places.yaml();
          Optional<?> left = world.at(each.path());
          if (!each.listed()) {
            boolean isRemovedWithOwner =
                !places.isShared(top(each.path())) && each.owner().equals("u1");
            assertThat(isRemovedWithOwner || left.isPresent()).as(what).isTrue();
            assertThat(
                    left.isPresent()
                        && isUnder(each.path(), "u1")
                        && isInUnsharedPlace(places, each))
                .as(what)
                .isFalse();
            unnamed++;
          } else if (each.owners().size() > 1 && each.owners().contains("u1")) {
            List<String> rest = each.owners().stream().filter(it -> !it.equals("u1")).toList();
            Fields kept = each.fields().has("by") ? each.fields().with("by", rest) : each.fields();
            assertThat(left).as(what).isEqualTo(Optional.of(kept));
            coOwned++;
          } else if (each.owner().equals("u1")) {
            boolean isReassigned = places.ruleOf(top(each.path())).equals("reassigned");
            if (!isReassigned) {
              assertThat(left.isPresent()).as(what).isFalse();
              deleted++;
            } else {
              assertThat(world.at(each.path()).flatMap(it -> it.string("by")))
                  .as(what)
                  .isNotEqualTo(Optional.of("u1"));
            }
          } else {
            assertThat(left).as(what).isEqualTo(Optional.of(each.fields()));
            others++;
          }
        }
        assertThat(world.services.erasureVerification().verify(order).residue())
            .as("seed " + seed + places.yaml() + documents)
            .isSubsetOf("unlisted");
      }
    }
    System.out.println(
        "seeds 0 to "
            + (SEEDS - 1)
            + ": deleted "
            + deleted
            + ", of others "
            + others
            + ", co-owned "
            + coOwned
            + ", unlisted "
            + unnamed);
    assertThat(List.of(deleted, others, coOwned, unnamed)).allMatch(it -> it >= SEEDS);
  }

  private static String top(String path) {
    return path.split("/", -1)[0];
  }

  private static boolean isUnder(String path, String uid) {
    return path.split("/", -1)[1].equals(uid);
  }

  /** Whether unlisted documents under the person's id are deleted with the listed ones. */
  private static boolean isInUnsharedPlace(RandomPlaces places, Put put) {
    return places.isOwnedByPath(top(put.path())) && !places.isShared(top(put.path()));
  }
}
