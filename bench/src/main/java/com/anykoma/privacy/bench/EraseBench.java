package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.embedded.OperationCounts;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.Target;
import com.anykoma.privacy.retention.removal.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How fast one person is erased, and at what cost: the whole erasure as it is deployed, then its
 * removal of documents and of objects apart, beside the least that the same store can be asked for:
 * to delete documents and objects whose names are known. Each is measured on a cloud of its own.
 */
final class EraseBench {
  private static final double NANOS = 1e9;
  private static final SubjectId FIRST = new SubjectId("first");
  private static final int DOCUMENTS_OF_FIRST = 2_000;

  private final Clock clock;
  private final Stages stages;
  private final int objects;
  private final Consumer<String> progress;
  private final Map<String, Rate> best = new LinkedHashMap<>();
  private final List<Cost> costs = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  /** Opens a cloud in a directory. */
  @FunctionalInterface
  interface Stages {
    EraseStage open(Path directory, Clock clock);
  }

  /** Measures on a cloud. */
  @FunctionalInterface
  private interface Measurement {
    void on(EraseStage stage) throws IOException;
  }

  /**
   * A speed.
   *
   * @param removed documents, or objects
   * @param ratioToLimit beside what {@code limit} measures; 1 for a limit
   */
  record Rate(
      String name,
      int documents,
      long removed,
      double seconds,
      double perSecond,
      String limit,
      double ratioToLimit) {
    private Rate beside(Rate other) {
      return new Rate(
          name, documents, removed, seconds, perSecond, other.name, perSecond / other.perSecond);
    }
  }

  /** Operations of the port of documents for each document that a whole erasure deletes. */
  record Cost(
      String name, int documents, double writes, double reads, double calls, double listed) {}

  /**
   * What a whole erasure left.
   *
   * @param residue documents, objects and accounts of the person
   * @param pseudonymised records that stay without naming anybody
   */
  record Outcome(
      String name, int documents, long residue, boolean neighbourUntouched, long pseudonymised) {
    boolean isAmiss() {
      return residue > 0 || !neighbourUntouched || pseudonymised != documents / 100;
    }
  }

  /**
   * @param objects of the person
   * @param progress is told what is being measured
   */
  EraseBench(Clock clock, Stages stages, int objects, Consumer<String> progress) {
    this.clock = clock;
    this.stages = stages;
    this.objects = objects;
    this.progress = progress;
  }

  /** Measures once; the best of all rounds counts. */
  void round(int documents) throws IOException {
    onStage(stage -> whole(stage, documents));
    onStage(stage -> apart(stage, documents));
    onStage(stage -> limits(stage, documents));
  }

  /** Measures on a cloud that has erased somebody before: its first steps are slow. */
  private void onStage(Measurement measurement) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EraseStage stage = stages.open(directory.path(), clock)) {
      EraseSeed.putFirst(stage, FIRST, DOCUMENTS_OF_FIRST, clock.instant());
      stage.order(FIRST);
      stage.carryOut();
      measurement.on(stage);
    }
  }

  private void whole(EraseStage stage, int documents) throws IOException {
    long pseudonymised = EraseSeed.pseudonymised(stage.cloud());
    long deleted = EraseSeed.put(stage, documents, objects, clock.instant()).size();
    Map<String, Object> neighbour = EraseSeed.ofNeighbour(stage.cloud());
    OperationCounts counts = stage.embedded().counts();
    counts.reset();
    rate(
        "erasure",
        documents,
        deleted,
        () -> {
          stage.order(EraseSeed.SUBJECT);
          stage.carryOut();
        });
    if (counts.of("documents.write") > 0) { // nobody counts on the emulators
      costs.removeIf(each -> each.documents() == documents);
      costs.add(
          new Cost(
              "operations",
              documents,
              (double) counts.of("documents.write") / deleted,
              (double) counts.of("documents.read") / deleted,
              (double) counts.of("documents.call") / deleted,
              (double) counts.of("documents.listed") / deleted));
    }
    Outcome outcome =
        new Outcome(
            "outcome",
            documents,
            EraseSeed.left(stage.cloud()),
            EraseSeed.ofNeighbour(stage.cloud()).equals(neighbour),
            EraseSeed.pseudonymised(stage.cloud()) - pseudonymised);
    outcomes.removeIf(each -> each.documents() == documents && !each.isAmiss());
    outcomes.add(outcome);
  }

  private void apart(EraseStage stage, int documents) throws IOException {
    long deleted = EraseSeed.put(stage, documents, objects, clock.instant()).size();
    DataMap dataMap = DataMap.shipped();
    Removal removal = new Removal(stage.cloud().documents(), stage.cloud().blobs(), dataMap);
    List<Target> targets = new ArrayList<>(new Targets(dataMap).deletedOf(EraseSeed.SUBJECT));
    targets.addAll(new Targets(dataMap).pointersOf(EraseSeed.SUBJECT));
    rate(
        "documents",
        documents,
        deleted,
        () -> remove(removal, targets.stream().filter(it -> !(it instanceof Target.Folder))));
    rate(
        "objects",
        documents,
        objects,
        () -> remove(removal, targets.stream().filter(it -> it instanceof Target.Folder)));
  }

  private static void remove(Removal removal, Stream<Target> targets) {
    targets.forEach(
        each -> {
          long unused = removal.remove(each);
        });
  }

  private void limits(EraseStage stage, int documents) throws IOException {
    List<DocumentPath> paths = EraseSeed.put(stage, documents, objects, clock.instant());
    List<Blob> blobs = EraseSeed.objects(stage.cloud());
    rate("raw-documents", documents, paths.size(), () -> stage.cloud().documents().delete(paths));
    rate("raw-objects", documents, blobs.size(), () -> stage.cloud().blobs().delete(blobs));
  }

  private void rate(String name, int documents, long removed, Runnable work) {
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / NANOS;
    Rate rate = new Rate(name, documents, removed, seconds, removed / seconds, name, 1);
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s: %,.0f of %,d documents a second",
            rate.name(),
            rate.perSecond(),
            rate.documents()));
    best.merge(
        name + documents, rate, (one, other) -> one.seconds() <= other.seconds() ? one : other);
  }

  /** The best of the rounds, each beside its limit. */
  List<Rate> rates() {
    return best.values().stream().map(this::besideItsLimit).toList();
  }

  private Rate besideItsLimit(Rate rate) {
    String limit =
        switch (rate.name()) {
          case "erasure", "documents" -> "raw-documents";
          case "objects" -> "raw-objects";
          default -> rate.name();
        };
    Rate found = best.get(limit + rate.documents());
    return found == null ? rate : rate.beside(found);
  }

  /** What each size costs; empty on emulators. */
  List<Cost> costs() {
    return List.copyOf(costs);
  }

  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }
}
