package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds a person's documents where other ids of the path come before the person's: lists the
 * documents above, also missing ones, and looks for the person's id beneath each (P19, P23). Reads
 * one document for each document above, whatever the number of people beneath it.
 */
record ScatteredTrees(Documents documents, DataMap dataMap) {
  private static final int PAGE = 300;

  /** Passes on the existing trees: their root exists, or a document beneath it. */
  void forEach(Target.Everywhere target, Consumer<Target.Tree> each) {
    boolean hasNested = dataMap.hasLocationBeneath(target.root());
    List<String> pattern = target.root().segments();
    descend(
        new CollectionPath(pattern.get(0)),
        pattern.subList(1, pattern.size()),
        target.owner().documentId(),
        page ->
            existing(page, hasNested)
                .forEach(
                    root -> each.accept(new Target.Tree(target.location(), root, target.owner()))));
  }

  /**
   * @param rest the pattern beneath the collection: documents and collections in turn; the person's
   *     document is last
   */
  private void descend(
      CollectionPath collection,
      List<String> rest,
      String person,
      Consumer<List<DocumentPath>> candidates) {
    for (List<String> ids : idsOf(collection, rest.get(0))) {
      List<CollectionPath> below =
          ids.stream()
              .map(each -> collection.existingDocument(each).collection(rest.get(1)))
              .toList();
      if (rest.size() == 3) {
        candidates.accept(below.stream().map(each -> each.existingDocument(person)).toList());
      } else {
        below.forEach(each -> descend(each, rest.subList(2, rest.size()), person, candidates));
      }
    }
  }

  /** The ids of a collection, or the one id that the pattern names. */
  private Iterable<List<String>> idsOf(CollectionPath collection, String segment) {
    return segment.startsWith("{")
        ? Pages.of(token -> documents.ids(collection, token, PAGE))
        : List.of(List.of(segment));
  }

  private Set<DocumentPath> existing(List<DocumentPath> roots, boolean hasNested) {
    Set<DocumentPath> existing = new LinkedHashSet<>();
    for (Optional<Document> each : documents.getAll(roots)) {
      each.map(Document::path).ifPresent(existing::add);
    }
    if (hasNested) {
      for (List<DocumentPath> page : Pages.beneath(documents, roots, PAGE)) {
        page.forEach(path -> roots.stream().filter(path::isBeneath).forEach(existing::add));
      }
    }
    return existing;
  }
}
