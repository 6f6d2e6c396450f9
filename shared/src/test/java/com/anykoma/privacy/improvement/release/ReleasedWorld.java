package com.anykoma.privacy.improvement.release;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A world with admitted prompts, their copies and releases. */
final class ReleasedWorld implements AutoCloseable {
  static final SubjectId ANN = new SubjectId("u1");
  static final SubjectId BEN = new SubjectId("u2");

  final World world;
  private int runs;

  /** Signs up two people with two prompts each. */
  ReleasedWorld(Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.signUp("u2");
    world.clock.set(at(1_000));
    for (SubjectId each : List.of(ANN, BEN)) {
      world.createPrompt(each, "p1");
      world.createPrompt(each, "p2");
    }
  }

  /** Runs due work until there is none, as sweeps and functions do. */
  void work() {
    int dispatched = 1;
    while (dispatched > 0) {
      world.clock.advance(Duration.ofMinutes(1)); // task ids contain the time
      dispatched = world.sweep() + world.sweepCorpus();
      world.runTasks();
    }
  }

  /** Copies all admitted items and makes a release. */
  long release() {
    work();
    return release(world.services).orElseThrow();
  }

  Optional<Long> release(Services services) {
    return services.releases().release("run-" + runs++);
  }

  Services on(Cloud cloud) {
    return world.on(cloud);
  }

  CorpusEntry entry(SubjectId owner, String prompt) {
    DocumentPath content = World.prompt(owner, prompt);
    return entries().stream().filter(it -> it.content().equals(content)).findFirst().orElseThrow();
  }

  List<CorpusEntry> entries() {
    return world.cloud.documents().find(Query.group("corpus")).stream()
        .map(CorpusEntry::new)
        .toList();
  }

  /** The names of all objects in the bucket of releases beneath a folder. */
  List<String> objects(String folder) {
    List<String> names = new ArrayList<>();
    for (Blob each :
        world.cloud.blobs().listGenerations("releases", folder, Optional.empty(), 1_000).items()) {
      names.add(each.id().name());
    }
    return names;
  }

  KeyRing keys() {
    return world.services.evidence().keyRing().orElseThrow();
  }

  ReleaseManifest manifest(long release) {
    return ReleaseManifest.verified(
        file(ReleaseLayout.manifest(release)), keys(), world.clock.instant());
  }

  byte[] file(String name) {
    return world.services.releaseStore().read(name).orElseThrow().toArray();
  }

  void object() {
    world.writeAccount(ANN, Fields.of(Map.of("objection", true)));
    world.runTasks();
  }

  @Override
  public void close() {
    world.close();
  }
}
