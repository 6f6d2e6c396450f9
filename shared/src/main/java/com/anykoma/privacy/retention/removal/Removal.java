package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Removes targets, and tells whether anything of one is left. What lies beneath and is not its
 * owner's is never deleted (P19). Reads no more than it has to: paths of what is deleted, and in
 * whole what a query finds and what says by a field whose it is. Safe to repeat and to overlap.
 */
public record Removal(
    Documents documents, Blobs blobs, DataMap dataMap, Ownership ownership, SharedPlaces places) {
  private static final int PAGE = 5_000;
  private static final int FOUND = 1_000;
  private static final int SORTED = 500;
  private static final int OBJECTS = 1_000;
  private static final int GENERATIONS = 10;

  /**
   * Removes what there is of the targets. A target that cannot be removed does not stop the others.
   *
   * @return how many documents and object generations that was
   */
  public long remove(Collection<? extends Target> targets, StepRunner steps) {
    return targets.stream().mapToLong(each -> steps.call(() -> remove(each), 0L)).sum();
  }

  /**
   * Removes what there is of the target, deepest last.
   *
   * @return how many documents and object generations that was
   */
  public long remove(Target target) {
    if (target instanceof Target.Tree tree) {
      return trees(List.of(tree.root()), tree.owner());
    }
    if (target instanceof Target.Found found) {
      long[] removed = {0};
      boolean holds = mayHold(found.of());
      forEachPage(
          found,
          page -> {
            List<DocumentPath> paths = page.stream().map(Document::path).toList();
            removed[0] += holds ? trees(paths, found.owner().orElseThrow()) : alone(paths);
          });
      return removed[0];
    }
    return objects((Target.Folder) target);
  }

  /** Roots of one location. */
  private long trees(Collection<DocumentPath> roots, SubjectId owner) {
    long removed = 0;
    if (roots.stream().anyMatch(dataMap::mayContainRetained)) {
      removed = roots.stream().mapToLong(each -> ownOf(each, owner)).sum();
    } else if (!roots.isEmpty()) {
      for (List<DocumentPath> page : Pages.beneath(documents, roots, PAGE)) {
        removed += alone(page);
      }
      removed += alone(roots);
    }
    return removed;
  }

  /** Removes the document and what is its owner's beneath it; first, others' are seen to. */
  private long ownOf(DocumentPath root, SubjectId owner) {
    long[] removed = {0};
    if (ownership.rule(root) == SharedRule.REASSIGNED && holdsForeign(root, owner)) {
      places.handOn(root, owner); // what is the owner's beneath it is found by itself
      return 0;
    }
    forEachSorted(
        root,
        owner,
        sorted -> {
          if (sorted.foreign().stream().anyMatch(ForeignDocument::isRemoved)) {
            places.order(sorted.foreign());
          }
          removed[0] += alone(sorted.own());
        });
    return removed[0] + alone(List.of(root));
  }

  private boolean holdsForeign(DocumentPath root, SubjectId owner) {
    return anySorted(root, owner, sorted -> !sorted.foreign().isEmpty());
  }

  private void forEachSorted(DocumentPath root, SubjectId owner, Consumer<Ownership.Sorted> each) {
    for (List<DocumentPath> page : Pages.beneath(documents, List.of(root), SORTED)) {
      each.accept(ownership.sort(root, owner, page));
    }
  }

  private boolean anySorted(DocumentPath root, SubjectId owner, Predicate<Ownership.Sorted> which) {
    for (List<DocumentPath> page : Pages.beneath(documents, List.of(root), SORTED)) {
      if (which.test(ownership.sort(root, owner, page))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Hands over what lies beneath the target's documents and is not their owner's, or is named by no
   * location, where the data map says that other people have something there.
   */
  void forEachForeign(Target target, Consumer<ForeignDocument> each) {
    forEachRoot(
        target,
        (root, owner) -> forEachSorted(root, owner, sorted -> sorted.foreign().forEach(each)));
  }

  /** Hands over the target's documents that others, or what stays, may have something beneath. */
  private void forEachRoot(Target target, BiConsumer<DocumentPath, SubjectId> each) {
    if (target instanceof Target.Tree tree && dataMap.mayContainRetained(tree.root())) {
      each.accept(tree.root(), tree.owner());
    } else if (target instanceof Target.Found found && mayHold(found.of())) {
      forEachPage(
          found,
          page ->
              page.stream()
                  .map(Document::path)
                  .filter(dataMap::mayContainRetained)
                  .forEach(root -> each.accept(root, found.owner().orElseThrow())));
    }
  }

  /**
   * The target's documents beneath which something is that is not their owner's, and how much that
   * is.
   */
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

  /** How much lies beneath a document that is not the owner's, in the order of locations. */
  public List<OthersDocuments> foreign(DocumentPath place, SubjectId owner) {
    List<OthersDocuments> counts = new ArrayList<>();
    forEachSorted(
        place,
        owner,
        sorted -> {
          sorted
              .foreign()
              .forEach(it -> counts.add(new OthersDocuments(it.place(), it.becomes(), 1)));
          List<OthersDocuments> sum = OthersDocuments.sum(counts.stream());
          counts.clear();
          counts.addAll(sum);
        });
    return List.copyOf(counts);
  }

  private long alone(Collection<DocumentPath> paths) {
    documents.delete(paths);
    return paths.size();
  }

  /**
   * Whether the data map names anything beneath the location's documents: to ask beneath each of
   * thousands of records would cost more than all the rest.
   */
  private boolean mayHold(Location location) {
    List<String> own = location.place().pattern().orElseThrow().collections();
    return dataMap.locations().stream()
        .map(Location::place)
        .filter(Place.Documents.class::isInstance)
        .map(each -> ((Place.Documents) each).path().collections())
        .anyMatch(each -> each.size() > own.size() && each.subList(0, own.size()).equals(own));
  }

  private long objects(Target.Folder folder) {
    long[] removed = {0};
    forEachObjects(
        folder,
        page -> {
          blobs.delete(page);
          removed[0] += page.size();
        });
    return removed[0];
  }

  /**
   * Hands over the documents that a query finds, page by page, but those of other locations.
   *
   * @throws RuntimeException the first failure of a page, once all were handed over
   */
  public void forEachPage(Target.Found found, Consumer<List<Document>> each) {
    BatchRunner aside = new BatchRunner(found.location());
    for (List<Document> page : Pages.untilShort(documents, found.query().limit(FOUND))) {
      List<Document> own = page.stream().filter(it -> isOf(found, it)).toList();
      if (!own.isEmpty()) {
        aside.forEach(List.of(own), each);
      }
    }
    aside.throwAny();
  }

  /**
   * A group of collections holds those of other locations too, and a record about one person's item
   * may be another person's: these are none of ours.
   */
  private boolean isOf(Target.Found found, Document document) {
    return dataMap.locationOf(document.path()).filter(found.of()::equals).isPresent()
        && (found.owner().isEmpty()
            || dataMap.subjectInField(document).or(found::owner).equals(found.owner()));
  }

  /**
   * Hands over the generations of the folder's objects, and of the object of its name. A listing by
   * that name alone would be of the neighbours' too (E23).
   *
   * @throws RuntimeException the first failure of a page, once all were handed over
   */
  private void forEachObjects(Target.Folder folder, Consumer<List<Blob>> each) {
    BatchRunner aside = new BatchRunner(folder.location());
    aside.forEach(
        Pages.of(
            next -> blobs.listGenerations(folder.bucket(), folder.name() + "/", next, OBJECTS)),
        each);
    List<Blob> named = generations(folder);
    if (!named.isEmpty()) {
      aside.forEach(List.of(named), each);
    }
    aside.throwAny();
  }

  /** An object's own name sorts before all others that begin with it. */
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

  /** Hands over the folder's live objects, and the live object of its name. */
  public void forEachLive(Target.Folder folder, Consumer<Blob> each) {
    blobs.stat(new BlobId(folder.bucket(), folder.name())).ifPresent(each);
    Pages.of(next -> blobs.list(folder.bucket(), folder.name() + "/", next, OBJECTS))
        .forEach(page -> page.forEach(each));
  }

  /** Whether anything of the target is left, by a fresh listing. */
  public boolean isLeft(Target target) {
    if (target instanceof Target.Tree tree) {
      return documents.get(tree.root()).isPresent() || isLeftBeneath(tree);
    }
    boolean[] left = {false};
    if (target instanceof Target.Found found) {
      forEachPage(found, page -> left[0] = true);
    } else {
      forEachObjects((Target.Folder) target, page -> left[0] = true);
    }
    return left[0];
  }

  /**
   * The locations where something of the targets is left, by fresh listings. A place that cannot be
   * read counts as one where something is left.
   */
  public List<String> left(Collection<? extends Target> targets, StepRunner steps) {
    return targets.stream()
        .filter(each -> steps.call(() -> isLeft(each), true))
        .map(Target::location)
        .distinct()
        .toList();
  }

  private boolean isLeftBeneath(Target.Tree tree) {
    if (dataMap.mayContainRetained(tree.root())) {
      return anySorted(tree.root(), tree.owner(), sorted -> !sorted.own().isEmpty());
    }
    return !documents.descendants(List.of(tree.root()), Optional.empty(), 1).isEmpty();
  }

  /** How many documents and object generations there are of the target. */
  public long count(Target target) {
    long[] count = {0};
    forEachName(target, name -> count[0]++);
    return count[0];
  }

  /** Hands over the path or name of each document and object generation of the target. */
  public void forEachName(Target target, Consumer<String> each) {
    if (target instanceof Target.Tree tree) {
      documents.get(tree.root()).ifPresent(it -> each.accept(it.path().value()));
      beneath(List.of(tree.root()), tree.owner(), each);
    } else if (target instanceof Target.Found found) {
      forEachPage(
          found,
          page -> {
            page.forEach(it -> each.accept(it.path().value()));
            if (mayHold(found.of())) {
              beneath(
                  page.stream().map(Document::path).toList(), found.owner().orElseThrow(), each);
            }
          });
    } else {
      forEachObjects(
          (Target.Folder) target,
          page -> page.forEach(it -> each.accept(it.id().bucket() + ":" + it.id().name())));
    }
  }

  private void beneath(List<DocumentPath> roots, SubjectId owner, Consumer<String> each) {
    if (roots.stream().anyMatch(dataMap::mayContainRetained)) {
      roots.forEach(
          root ->
              forEachSorted(
                  root, owner, sorted -> sorted.own().forEach(it -> each.accept(it.value()))));
      return;
    }
    Pages.beneath(documents, roots, PAGE)
        .forEach(page -> page.forEach(it -> each.accept(it.value())));
  }
}
