package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds a person's documents where other ids of the path come before the person's: lists the
 * documents above, also missing ones, and looks for the person's id beneath each (P19, P23). Reads
 * one document for each document above, whatever the number of people beneath it.
 */
public record ScatteredTrees(Documents documents, DataMap dataMap) {
  private static final int PAGE = 300;

  /** Passes on the existing trees: their root exists, or a document beneath it. */
  void forEach(Target.Everywhere target, Consumer<Target.Tree> each) {
    boolean hasNested = dataMap.hasLocationBeneath(target.root());
    for (List<DocumentPath> page : Pages.of(token -> roots(target.root(), target.owner(), token))) {
      for (List<DocumentPath> some : Lists.partition(page, PAGE)) {
        existing(some, hasNested)
            .forEach(root -> each.accept(new Target.Tree(target.location(), root, target.owner())));
      }
    }
  }

  /**
   * One page of the documents that have the person's id, by the pattern of such documents; they
   * need not exist.
   */
  public Page<DocumentPath> roots(PathPattern pattern, SubjectId person, Optional<String> token) {
    List<String> fixed = pattern.leading(Map.of());
    CollectionPath first = new CollectionPath(String.join("/", fixed));
    Page<String> ids = documents.ids(first, token, PAGE);
    List<String> rest = pattern.segments().subList(fixed.size() + 1, pattern.segments().size());
    return new Page<>(
        beneath(ids.items().stream().map(first::existingDocument).toList(), rest, person),
        ids.next());
  }

  /**
   * @param rest the pattern beneath the documents: collections and documents in turn; the person's
   *     document is last
   */
  private List<DocumentPath> beneath(
      List<DocumentPath> above, List<String> rest, SubjectId person) {
    List<CollectionPath> collections =
        above.stream().map(each -> each.collection(rest.get(0))).toList();
    if (rest.size() == 2) {
      return collections.stream().map(it -> it.existingDocument(person.documentId())).toList();
    }
    List<DocumentPath> below = new ArrayList<>();
    for (CollectionPath each : collections) {
      for (List<String> ids : idsOf(each, rest.get(1))) {
        ids.forEach(id -> below.add(each.existingDocument(id)));
      }
    }
    return beneath(below, rest.subList(2, rest.size()), person);
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
