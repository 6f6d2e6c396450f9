package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whose the documents beneath a person's document are: by their path, by the field that names
 * the uid, or, of what is about nobody, by the nearest document above it that is about somebody.
 * Only reads (P19, P23).
 */
public record Ownership(Documents documents, DataMap dataMap) {
  /**
   * Documents beneath one.
   *
   * @param own what goes with it
   * @param foreign what is other people's, and what no location names
   */
  record Sorted(List<DocumentPath> own, List<ForeignDocument> foreign) {}

  /**
   * Sorts them. What is the owner's and not deleted at an erasure is in neither list.
   *
   * @param owner whose the root is, be it there or not
   * @param beneath some documents beneath it
   */
  Sorted sort(DocumentPath root, SubjectId owner, List<DocumentPath> beneath) {
    SharedRule rule = rule(root);
    Map<DocumentPath, SubjectId> named = named(root, beneath);
    List<DocumentPath> own = new ArrayList<>();
    List<ForeignDocument> foreign = new ArrayList<>();
    for (DocumentPath each : beneath) {
      Optional<Location> location = dataMap.locationOf(each);
      DocumentPath deciding = deciding(root, each);
      Optional<SubjectId> subject =
          deciding.equals(root)
              ? Optional.of(owner)
              : dataMap.subjectOf(deciding).or(() -> Optional.ofNullable(named.get(deciding)));
      if (location.isEmpty()) {
        foreign.add(new ForeignDocument(each, location, Optional.empty(), rule));
      } else if (!subject.equals(Optional.of(owner))) {
        if (deciding.equals(each)) { // the rest shares the lot of what it lies beneath
          foreign.add(new ForeignDocument(each, location, subject, rule));
        }
      } else if (deciding.equals(root) || isDeleted(deciding)) {
        own.add(each);
      }
    }
    return new Sorted(own, foreign);
  }

  /** What becomes of others' documents beneath this one. */
  SharedRule rule(DocumentPath root) {
    return dataMap.locationOf(root).flatMap(Location::shared).orElse(SharedRule.STAYS);
  }

  private boolean isDeleted(DocumentPath path) {
    return dataMap.locationOf(path).orElseThrow().erase().action() == Action.DELETE;
  }

  /** The document that says whose this one is: itself, or the nearest above it that can. */
  private DocumentPath deciding(DocumentPath root, DocumentPath path) {
    DocumentPath deciding = path;
    while (!deciding.equals(root)
        && dataMap
            .locationOf(deciding)
            .filter(it -> !(it.subject() instanceof SubjectLocator.None))
            .isEmpty()) {
      List<String> segments = deciding.segments();
      deciding = new DocumentPath(String.join("/", segments.subList(0, segments.size() - 2)));
    }
    return deciding;
  }

  /** Whom those name that say by a field whose they are. */
  private Map<DocumentPath, SubjectId> named(DocumentPath root, List<DocumentPath> beneath) {
    List<DocumentPath> asked =
        beneath.stream()
            .map(each -> deciding(root, each))
            .distinct()
            .filter(each -> !each.equals(root))
            .filter(each -> dataMap.subjectOf(each).isEmpty())
            .toList();
    Map<DocumentPath, SubjectId> named = new HashMap<>();
    for (Optional<Document> each : documents.getAll(asked)) {
      each.flatMap(dataMap::subjectInField).ifPresent(it -> named.put(each.get().path(), it));
    }
    return named;
  }
}
