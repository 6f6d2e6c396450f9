package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads everything beneath a document whose subcollections may outlive it, and separates the
 * person's documents from other people's: by the path, by the field with the uid, or, for documents
 * without an owner, by the nearest document above them that has one.
 */
record TreeScan(
    String database, Documents documents, DataMap dataMap, FoundResidue residue, SubjectId person) {
  private static final int PAGE = 500;

  /** Whether data beneath may remain, or the location is shared with others. */
  boolean needsScan(DocumentPath root) {
    boolean isShared = false;
    for (List<String> at = root.segments(); !at.isEmpty(); at = at.subList(0, at.size() - 2)) {
      DocumentPath above = new DocumentPath(String.join("/", at));
      isShared |= dataMap.locationOf(database, above).flatMap(Location::shared).isPresent();
    }
    return isShared || hasRemainingLocations(root);
  }

  private boolean hasRemainingLocations(DocumentPath root) {
    return dataMap.locations().stream()
        .filter(
            each -> each.place() instanceof Place.Documents in && in.database().equals(database))
        .filter(each -> isBeneath(each.place().pattern().orElseThrow(), root.segments()))
        .anyMatch(
            each ->
                each.subject() instanceof SubjectLocator.InPath
                    ? each.erase().action() != Action.DELETE
                        || each.root().orElseThrow().segments().size() > root.segments().size()
                    : !(each.subject() instanceof SubjectLocator.None));
  }

  private static boolean isBeneath(PathPattern pattern, List<String> root) {
    List<String> path = pattern.segments();
    return path.size() > root.size()
        && new PathPattern(path.subList(0, root.size())).match(root).isPresent();
  }

  /** Scans beneath the person's own document; documents outside the map count as the person's. */
  void scanOwned(DocumentPath root) {
    forEach(
        root,
        path -> {
          if (isOfOthers(root, path)) {
            residue.addOthers(database, path);
          } else {
            residue.add(database, path);
          }
        });
  }

  /** Scans beneath another person's document, whose id may be the person's. */
  void scanForeign(DocumentPath root) {
    forEach(
        root,
        path -> {
          if (owned(root, path).filter(this::isOfPerson).isPresent()) {
            residue.add(database, path);
          } else {
            residue.addOthers(database, path);
          }
        });
  }

  /** Scans beneath a document, deleted or reassigned, whose path lacks the person's id. */
  void scanDeleted(DocumentPath root) {
    boolean isReassigned = documents.get(root).isPresent();
    forEach(
        root,
        path -> {
          boolean isListed = dataMap.locationOf(database, path).isPresent();
          if (!isListed || isOfOthers(root, path)) {
            residue.addOthers(database, path);
          } else if (!isReassigned || owned(root, path).isPresent()) {
            residue.add(database, path);
          }
        });
  }

  private void forEach(DocumentPath root, Consumer<DocumentPath> action) {
    Pages.beneath(documents, List.of(root), PAGE).forEach(page -> page.forEach(action));
  }

  private boolean isOfOthers(DocumentPath root, DocumentPath path) {
    return dataMap.locationOf(database, path).isPresent()
        && owned(root, path).filter(it -> !isOfPerson(it)).isPresent();
  }

  /** The nearest document with an owner; empty if that is the root. */
  private Optional<DocumentPath> owned(DocumentPath root, DocumentPath path) {
    for (List<String> at = path.segments();
        at.size() > root.segments().size();
        at = at.subList(0, at.size() - 2)) {
      DocumentPath here = new DocumentPath(String.join("/", at));
      Optional<Location> location = dataMap.locationOf(database, here);
      if (location.filter(TreeScan::namesOwner).isPresent()) {
        return Optional.of(here);
      }
    }
    return Optional.empty();
  }

  /** A document that leads through one above it has the same owner as that one. */
  private static boolean namesOwner(Location location) {
    return !(location.subject() instanceof SubjectLocator.None)
        && !(location.subject() instanceof SubjectLocator.ThroughPath);
  }

  private boolean isOfPerson(DocumentPath path) {
    Location location = dataMap.locationOf(database, path).orElseThrow();
    if (location.subject() instanceof SubjectLocator.InPath key) {
      return location
          .place()
          .pattern()
          .flatMap(it -> it.match(path.segments()))
          .filter(ids -> person.documentId().equals(ids.get(key.id())))
          .isPresent();
    }
    if (location.subject() instanceof SubjectLocator.InList key) {
      return documents.get(path).filter(it -> lists(it, key.field())).isPresent();
    }
    return location.subject() instanceof SubjectLocator.InField key
        && documents.get(path).filter(it -> names(it, key.field())).isPresent();
  }

  private boolean lists(Document document, String field) {
    return document.fields().at(field).orElse("") instanceof List<?> uids
        && uids.contains(person.value());
  }

  private boolean names(Document document, String field) {
    return document.fields().at(field).equals(Optional.of(person.value()));
  }
}
