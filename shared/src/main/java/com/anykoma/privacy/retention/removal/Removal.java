package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.google.common.collect.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Removes targets and checks whether data of a target remains. Documents beneath a target that are
 * not its owner's are never deleted (P19). Reads as little as possible: paths of documents to
 * delete; whole documents only for query results and where a field holds the owner. Idempotent;
 * runs may overlap.
 */
public record Removal(
    Documents documents,
    Blobs blobs,
    RealtimeDatabase realtime,
    DataMap dataMap,
    Ownership ownership,
    SharedPlaces places,
    ReleasedCopies released) {
  private static final String CORPUS = OwnCollections.CORPUS.id();
  private static final int PAGE = 5_000;
  private static final int FOUND = 1_000;
  private static final int SORTED = 500;
  private static final int OBJECTS = 1_000;
  private static final int GENERATIONS = 10;

  /** Removes the targets and counts what it removed; a failed target does not stop the others. */
  public long remove(Collection<? extends Target> targets, StepRunner steps) {
    return targets.stream().mapToLong(each -> steps.call(() -> remove(each), 0L)).sum();
  }

  /** Removes one target, the root last; counts documents and object generations. */
  public long remove(Target target) {
    if (target instanceof Target.Tree tree) {
      return removeTrees(List.of(tree.root()), tree.owner());
    }
    if (target instanceof Target.Everywhere everywhere) {
      long[] removed = {0};
      everywhere().forEach(everywhere, tree -> removed[0] += remove(tree));
      return removed[0];
    }
    if (target instanceof Target.Found found) {
      long[] removed = {0};
      boolean holds = hasNested(found);
      forEachPage(
          found,
          page -> {
            released.requireRecalled(page);
            List<DocumentPath> paths = page.stream().map(Document::path).toList();
            removed[0] += found.owner().isPresent() ? removeLed(paths, found.owner().get()) : 0;
            removed[0] +=
                holds ? removeTrees(paths, found.owner().orElseThrow()) : deleteExactly(paths);
          });
      return removed[0];
    }
    if (target instanceof Target.Node node) {
      long removed = count(node);
      realtime.delete(node.path());
      return removed;
    }
    return removeObjects((Target.Folder) target);
  }

  /** The names of the released copies that the targets' records lead to. */
  public Set<String> releasedCopies(Collection<? extends Target> targets) {
    Set<String> names = new TreeSet<>();
    for (Target each : targets) {
      if (each instanceof Target.Found found && each.location().equals(CORPUS)) {
        forEachPage(found, page -> page.forEach(it -> names.addAll(released.of(it))));
      }
    }
    return names;
  }

  private boolean hasNested(Target.Found found) {
    return dataMap.hasLocationBeneath(found.of().place().pattern().orElseThrow());
  }

  private ScatteredTrees everywhere() {
    return new ScatteredTrees(documents, dataMap);
  }

  /** Removes the documents that only lead to their owner through these documents. */
  private long removeLed(List<DocumentPath> leading, SubjectId owner) {
    Targets targets = new Targets(dataMap);
    return leading.stream()
        .flatMap(each -> targets.ledBy(each, owner).stream())
        .mapToLong(this::remove)
        .sum();
  }

  /** Removes documents of one location with everything beneath them. */
  private long removeTrees(Collection<DocumentPath> roots, SubjectId owner) {
    long removed = 0;
    if (roots.stream().anyMatch(dataMap::mayContainRetained)) {
      removed = roots.stream().mapToLong(each -> removeOwn(each, owner)).sum();
    } else if (!roots.isEmpty()) {
      for (List<DocumentPath> page : Pages.beneath(documents, roots, PAGE)) {
        removed += deleteExactly(page);
      }
      removed += deleteExactly(roots);
    }
    return removed;
  }

  /** Removes the document with its owner's documents beneath it, other people's handled first. */
  private long removeOwn(DocumentPath root, SubjectId owner) {
    if (ownership.rule(root) == SharedRule.REASSIGNED && holdsForeign(root, owner)) {
      places.reassign(root, owner); // the owner's documents beneath it are targets of their own
      return 0;
    }
    long removed =
        partitions(root, owner)
            .mapToLong(
                partition -> {
                  if (partition.foreign().stream().anyMatch(ForeignDocument::isRemoved)) {
                    places.orderPurges(partition.foreign());
                  }
                  return removeLed(partition.own(), owner) + deleteExactly(partition.own());
                })
            .sum();
    return removed + deleteExactly(List.of(root));
  }

  private boolean holdsForeign(DocumentPath root, SubjectId owner) {
    return partitions(root, owner).anyMatch(partition -> !partition.foreign().isEmpty());
  }

  /** The documents beneath a document by owner, read page by page as the stream advances. */
  private Stream<Ownership.Partition> partitions(DocumentPath root, SubjectId owner) {
    return Streams.stream(Pages.beneath(documents, List.of(root), SORTED))
        .map(page -> ownership.partition(root, owner, page));
  }

  /**
   * Passes on each document beneath the target's documents that is not their owner's or that no
   * location covers, where the data map allows other people's documents.
   */
  void forEachForeign(Target target, Consumer<ForeignDocument> each) {
    forEachRoot(
        target,
        (root, owner) ->
            partitions(root, owner).forEach(partition -> partition.foreign().forEach(each)));
  }

  /** Passes on the target's documents that may have other people's or retained ones beneath. */
  private void forEachRoot(Target target, BiConsumer<DocumentPath, SubjectId> each) {
    if (target instanceof Target.Tree tree && dataMap.mayContainRetained(tree.root())) {
      each.accept(tree.root(), tree.owner());
    } else if (target instanceof Target.Everywhere everywhere) {
      everywhere().forEach(everywhere, tree -> forEachRoot(tree, each));
    } else if (target instanceof Target.Found found && hasNested(found)) {
      forEachPage(
          found,
          page ->
              page.stream()
                  .map(Document::path)
                  .filter(dataMap::mayContainRetained)
                  .forEach(root -> each.accept(root, found.owner().orElseThrow())));
    }
  }

  /** The target's documents that have other people's documents beneath them, with counts. */
  public Map<DocumentPath, List<OthersDocuments>> sharedPlaces(Target target) {
    Map<DocumentPath, List<OthersDocuments>> shared = new LinkedHashMap<>();
    forEachRoot(
        target,
        (root, owner) -> {
          List<OthersDocuments> others = foreign(root, owner);
          if (!others.isEmpty()) {
            shared.put(root, others);
          }
        });
    return shared;
  }

  /** Counts the documents beneath a document that are not the owner's, sorted by location. */
  public List<OthersDocuments> foreign(DocumentPath place, SubjectId owner) {
    return OthersDocuments.sum(
        partitions(place, owner)
            .flatMap(partition -> partition.foreign().stream())
            .map(it -> new OthersDocuments(it.place(), it.outcome(), 1)));
  }

  private long deleteExactly(Collection<DocumentPath> paths) {
    documents.delete(paths);
    return paths.size();
  }

  private long removeObjects(Target.Folder folder) {
    long[] removed = {0};
    forEachObjects(
        folder,
        page -> {
          blobs.delete(page);
          removed[0] += page.size();
        });
    return removed[0];
  }

  /** Passes on a query's documents without those of other locations; fails after all pages. */
  public void forEachPage(Target.Found found, Consumer<List<Document>> each) {
    BatchRunner aside = new BatchRunner(found.location());
    for (List<Document> page : Pages.untilShort(documents, found.query().limit(FOUND))) {
      List<Document> own = page.stream().filter(it -> belongsTo(found, it)).toList();
      if (!own.isEmpty()) {
        aside.forEach(List.of(own), each);
      }
    }
    aside.throwAny();
  }

  /** Excludes documents of other locations in a group, and records of another person. */
  private boolean belongsTo(Target.Found found, Document document) {
    return dataMap.locationOf(document.path()).filter(found.of()::equals).isPresent()
        && (found.leading().isEmpty()
            || Owners.withoutReads(dataMap).leading(document).equals(found.leading()))
        && (found.owner().isEmpty() || isOnlyOwner(found, document));
  }

  /** Whether no other person owns the document; records under a person's id are the item's. */
  private boolean isOnlyOwner(Target.Found found, Document document) {
    Owners owners = Owners.withoutReads(dataMap);
    return found.of().subject() instanceof SubjectLocator.InPath
        || owners.of(document).isEmpty()
        || owners.isOnly(found.owner().orElseThrow(), document);
  }

  /**
   * Passes on all generations of the folder's objects, of the object with the folder's name, and of
   * objects made from it. A listing by that prefix alone would include neighbours (E23).
   *
   * @throws RuntimeException the first failure of a page, after all pages
   */
  private void forEachObjects(Target.Folder folder, Consumer<List<Blob>> each) {
    BatchRunner aside = new BatchRunner(folder.location());
    DerivedObjects derived = new DerivedObjects(documents, dataMap, folder);
    for (String prefix : derived.prefixes()) {
      aside.forEach(
          Pages.of(next -> blobs.listGenerations(folder.bucket(), prefix, next, OBJECTS)),
          page -> derived.passOn(prefix, page, each));
    }
    List<Blob> named = generations(folder);
    if (!named.isEmpty()) {
      aside.forEach(List.of(named), each);
    }
    aside.throwAny();
  }

  /** All generations of the object with the folder's exact name, which sorts first. */
  private List<Blob> generations(Target.Folder folder) {
    List<Blob> named = new ArrayList<>();
    for (List<Blob> page :
        Pages.of(
            next -> blobs.listGenerations(folder.bucket(), folder.name(), next, GENERATIONS))) {
      List<Blob> own = page.stream().filter(it -> it.id().name().equals(folder.name())).toList();
      named.addAll(own);
      if (own.size() < page.size()) {
        break;
      }
    }
    return named;
  }

  /** Passes on the live ones of the objects that {@link #remove} removes. */
  public void forEachLive(Target.Folder folder, Consumer<Blob> each) {
    blobs.stat(new BlobId(folder.bucket(), folder.name())).ifPresent(each);
    DerivedObjects derived = new DerivedObjects(documents, dataMap, folder);
    for (String prefix : derived.prefixes()) {
      Pages.of(next -> blobs.list(folder.bucket(), prefix, next, OBJECTS))
          .forEach(page -> derived.passOn(prefix, page, it -> it.forEach(each)));
    }
  }

  /** Whether any data of the target remains, by a fresh listing. */
  public boolean hasRemaining(Target target) {
    if (target instanceof Target.Tree tree) {
      return documents.get(tree.root()).isPresent() || hasRemainingBeneath(tree);
    }
    if (target instanceof Target.Node node) {
      return realtime.exists(node.path());
    }
    boolean[] remains = {false};
    if (target instanceof Target.Everywhere everywhere) {
      everywhere().forEach(everywhere, tree -> remains[0] |= hasRemaining(tree));
    } else if (target instanceof Target.Found found) {
      forEachPage(found, page -> remains[0] = true);
    } else {
      forEachObjects((Target.Folder) target, page -> remains[0] = true);
    }
    return remains[0];
  }

  /** The locations where data of the targets remains, or that cannot be read. */
  public List<String> remainingLocations(Collection<? extends Target> targets, StepRunner steps) {
    return targets.stream()
        .filter(each -> steps.call(() -> hasRemaining(each), true))
        .map(Target::location)
        .distinct()
        .toList();
  }

  private boolean hasRemainingBeneath(Target.Tree tree) {
    if (dataMap.mayContainRetained(tree.root())) {
      return partitions(tree.root(), tree.owner())
          .anyMatch(partition -> !partition.own().isEmpty());
    }
    return !documents.descendants(List.of(tree.root()), Optional.empty(), 1).isEmpty();
  }

  public long count(Target target) {
    long[] count = {0};
    forEachName(target, name -> count[0]++);
    return count[0];
  }

  /** Passes on the path or name of each document and object generation of the target. */
  public void forEachName(Target target, Consumer<String> each) {
    if (target instanceof Target.Tree tree) {
      documents.get(tree.root()).ifPresent(it -> each.accept(it.path().value()));
      forEachNameBeneath(List.of(tree.root()), tree.owner(), each);
    } else if (target instanceof Target.Everywhere everywhere) {
      everywhere().forEach(everywhere, tree -> forEachName(tree, each));
    } else if (target instanceof Target.Found found) {
      forEachPage(
          found,
          page -> {
            page.forEach(it -> each.accept(it.path().value()));
            if (hasNested(found)) {
              forEachNameBeneath(
                  page.stream().map(Document::path).toList(), found.owner().orElseThrow(), each);
            }
          });
    } else if (target instanceof Target.Node node) {
      if (realtime.exists(node.path())) {
        each.accept("realtime:" + String.join("/", node.path().keys()));
      }
    } else {
      forEachObjects(
          (Target.Folder) target,
          page -> page.forEach(it -> each.accept(it.id().bucket() + ":" + it.id().name())));
    }
  }

  private void forEachNameBeneath(
      List<DocumentPath> roots, SubjectId owner, Consumer<String> each) {
    if (roots.stream().anyMatch(dataMap::mayContainRetained)) {
      roots.forEach(
          root ->
              partitions(root, owner)
                  .forEach(partition -> partition.own().forEach(it -> each.accept(it.value()))));
      return;
    }
    Pages.beneath(documents, roots, PAGE)
        .forEach(page -> page.forEach(it -> each.accept(it.value())));
  }
}
