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
 * Looks at all that lies beneath a document where the data map says that not all of it goes with
 * it, and tells what is the person's from what is other people's: by the path, by the field that
 * names the uid, or, of what is about nobody, by the nearest document above it that is about
 * somebody.
 */
record TreeScan(
    String database, Documents documents, DataMap dataMap, FoundResidue trace, SubjectId person) {
  private static final int PAGE = 500;

  /**
   * Whether the map names something beneath the document that may stay when it goes, or lets others
   * have something where it is.
   */
  boolean isNeeded(DocumentPath root) {
    boolean isShared = false;
    for (List<String> at = root.segments(); !at.isEmpty(); at = at.subList(0, at.size() - 2)) {
      DocumentPath above = new DocumentPath(String.join("/", at));
      isShared |= dataMap.locationOf(database, above).flatMap(Location::shared).isPresent();
    }
    return isShared || namesWhatStays(root);
  }

  private boolean namesWhatStays(DocumentPath root) {
    return dataMap.locations().stream()
        .filter(
            each -> each.place() instanceof Place.Documents in && in.database().equals(database))
        .filter(each -> isBeneath(each.place().pattern().orElseThrow(), root.segments()))
        .anyMatch(
            each ->
                each.subject() instanceof SubjectLocator.InPath
                    ? each.erase().action() != Action.DELETE
                    : !(each.subject() instanceof SubjectLocator.None));
  }

  private static boolean isBeneath(PathPattern pattern, List<String> root) {
    List<String> path = pattern.segments();
    return path.size() > root.size()
        && new PathPattern(path.subList(0, root.size())).match(root).isPresent();
  }

  /** Looks beneath a document of the person's own: what no location names may be theirs. */
  void beneath(DocumentPath root) {
    forEach(
        root,
        path -> {
          if (isOfOthers(root, path)) {
            trace.addOthers(database, path);
          } else {
            trace.add(database, path);
          }
        });
  }

  /** Looks beneath a document that is not the person's, though its id may be theirs. */
  void others(DocumentPath root) {
    forEach(
        root,
        path -> {
          if (deciding(root, path).filter(this::isOfPerson).isPresent()) {
            trace.add(database, path);
          } else {
            trace.addOthers(database, path);
          }
        });
  }

  /**
   * Looks beneath a document of the person's that is gone, or was handed on, and whose path does
   * not name them.
   */
  void place(DocumentPath root) {
    boolean isHandedOn = documents.get(root).isPresent();
    forEach(
        root,
        path -> {
          boolean isListed = dataMap.locationOf(database, path).isPresent();
          if (!isListed || isOfOthers(root, path)) {
            trace.addOthers(database, path);
          } else if (!isHandedOn || deciding(root, path).isPresent()) {
            trace.add(database, path);
          }
        });
  }

  private void forEach(DocumentPath root, Consumer<DocumentPath> look) {
    Pages.beneath(documents, List.of(root), PAGE).forEach(page -> page.forEach(look));
  }

  private boolean isOfOthers(DocumentPath root, DocumentPath path) {
    return dataMap.locationOf(database, path).isPresent()
        && deciding(root, path).filter(it -> !isOfPerson(it)).isPresent();
  }

  /** Empty where the root decides. */
  private Optional<DocumentPath> deciding(DocumentPath root, DocumentPath path) {
    for (List<String> at = path.segments();
        at.size() > root.segments().size();
        at = at.subList(0, at.size() - 2)) {
      DocumentPath here = new DocumentPath(String.join("/", at));
      Optional<Location> location = dataMap.locationOf(database, here);
      if (location.filter(it -> !(it.subject() instanceof SubjectLocator.None)).isPresent()) {
        return Optional.of(here);
      }
    }
    return Optional.empty();
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
    return location.subject() instanceof SubjectLocator.InField key
        && documents.get(path).filter(it -> names(it, key.field())).isPresent();
  }

  private boolean names(Document document, String field) {
    return document.fields().at(field).equals(Optional.of(person.value()));
  }
}
