package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
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
  /** A root's documents to delete, and those of other people or of no location. */
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
    Map<DocumentPath, List<SubjectId>> named = named(root, owner, beneath);
    List<DocumentPath> own = new ArrayList<>();
    List<ForeignDocument> foreign = new ArrayList<>();
    for (DocumentPath each : beneath) {
      Optional<Location> location = dataMap.locationOf(each);
      DocumentPath ownerSource = ownerSource(root, each);
      List<SubjectId> owners =
          ownerSource.equals(root) ? List.of(owner) : named.getOrDefault(ownerSource, List.of());
      boolean isOwn = owners.equals(List.of(owner));
      if (location.isEmpty()) {
        foreign.add(new ForeignDocument(each, location, Optional.empty(), rule));
      } else if (!isOwn) {
        if (ownerSource.equals(each)) { // its descendants have the same outcome
          foreign.add(new ForeignDocument(each, location, otherThan(owner, owners), rule));
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

  /** An owner who remains when this one's data is removed. */
  private static Optional<SubjectId> otherThan(SubjectId owner, List<SubjectId> owners) {
    return owners.stream().filter(each -> !each.equals(owner)).findFirst();
  }

  /** The owners of documents that determine an owner; the root's for those that lead through it. */
  private Map<DocumentPath, List<SubjectId>> named(
      DocumentPath root, SubjectId owner, List<DocumentPath> beneath) {
    Map<DocumentPath, List<SubjectId>> named = new HashMap<>();
    List<DocumentPath> inFields = new ArrayList<>();
    for (DocumentPath each :
        beneath.stream().map(it -> ownerSource(root, it)).filter(it -> !it.equals(root)).toList()) {
      Optional<SubjectId> inPath = dataMap.subjectOf(each);
      inPath.ifPresentOrElse(it -> named.put(each, List.of(it)), () -> inFields.add(each));
    }
    Owners owners = new Owners(dataMap, documents::get);
    for (Optional<Document> each : documents.getAll(inFields.stream().distinct().toList())) {
      each.ifPresent(
          it ->
              named.put(
                  it.path(),
                  owners.leading(it).equals(Optional.of(root)) ? List.of(owner) : owners.of(it)));
    }
    return named;
  }
}
