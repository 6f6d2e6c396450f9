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
 * Determines the owner of documents beneath a person's document: by their path, by the field that
 * holds the uid, or, for documents without an owner, by the nearest ancestor that has an owner.
 * Only reads (P19, P23).
 */
public record Ownership(Documents documents, DataMap dataMap) {
  /**
   * A partition of documents by owner.
   *
   * @param own documents that are deleted with the root
   * @param foreign documents of other people, and documents that no location covers
   */
  record Partition(List<DocumentPath> own, List<ForeignDocument> foreign) {}

  /**
   * Partitions documents beneath a root. Documents of the owner that an erasure does not delete are
   * in neither list.
   *
   * @param owner owner of the root, which need not exist
   * @param beneath some documents beneath the root
   */
  Partition partition(DocumentPath root, SubjectId owner, List<DocumentPath> beneath) {
    SharedRule rule = rule(root);
    Map<DocumentPath, SubjectId> named = named(root, beneath);
    List<DocumentPath> own = new ArrayList<>();
    List<ForeignDocument> foreign = new ArrayList<>();
    for (DocumentPath each : beneath) {
      Optional<Location> location = dataMap.locationOf(each);
      DocumentPath ownerSource = ownerSource(root, each);
      Optional<SubjectId> subject =
          ownerSource.equals(root)
              ? Optional.of(owner)
              : dataMap
                  .subjectOf(ownerSource)
                  .or(() -> Optional.ofNullable(named.get(ownerSource)));
      if (location.isEmpty()) {
        foreign.add(new ForeignDocument(each, location, Optional.empty(), rule));
      } else if (!subject.equals(Optional.of(owner))) {
        if (ownerSource.equals(each)) { // its descendants have the same outcome
          foreign.add(new ForeignDocument(each, location, subject, rule));
        }
      } else if (ownerSource.equals(root) || isDeleted(ownerSource)) {
        own.add(each);
      }
    }
    return new Partition(own, foreign);
  }

  /** The data map's rule for other people's documents beneath this one. */
  SharedRule rule(DocumentPath root) {
    return dataMap.locationOf(root).flatMap(Location::shared).orElse(SharedRule.STAYS);
  }

  private boolean isDeleted(DocumentPath path) {
    return dataMap.locationOf(path).orElseThrow().erase().action() == Action.DELETE;
  }

  /** The document that determines the owner: itself or its nearest ancestor that can. */
  private DocumentPath ownerSource(DocumentPath root, DocumentPath path) {
    DocumentPath ownerSource = path;
    while (!ownerSource.equals(root)
        && dataMap
            .locationOf(ownerSource)
            .filter(it -> !(it.subject() instanceof SubjectLocator.None))
            .isEmpty()) {
      List<String> segments = ownerSource.segments();
      ownerSource = new DocumentPath(String.join("/", segments.subList(0, segments.size() - 2)));
    }
    return ownerSource;
  }

  /** The owners named in fields, for documents whose path does not determine the owner. */
  private Map<DocumentPath, SubjectId> named(DocumentPath root, List<DocumentPath> beneath) {
    List<DocumentPath> asked =
        beneath.stream()
            .map(each -> ownerSource(root, each))
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
