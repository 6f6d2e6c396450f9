package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds markers, values that identify a person or an item, in one database: as document ids in all
 * existing top-level collections, on the map or not, and beneath them; in every identifying field
 * of the map; and in fields that hold paths. Beneath a root one result is enough. Results by field
 * are all read, because some of them may be retained.
 */
record DocumentScan(String database, Documents documents, DataMap dataMap, FoundResidue residue) {
  private static final int PAGE = 300;

  private static final DataCategory IDENTIFIER = new DataCategory("user.unique_id");

  /** Finds documents whose id is a marker, and documents beneath such an id. */
  void scanIds(Collection<String> markers, SubjectId person) {
    List<DocumentPath> roots = new ArrayList<>();
    for (String each : collections()) {
      CollectionPath collection = new CollectionPath(each);
      markers.forEach(marker -> roots.add(collection.existingDocument(marker)));
    }
    documents.getAll(roots).forEach(each -> each.ifPresent(it -> record(it, person)));
    TreeScan trees = new TreeScan(database, documents, dataMap, residue, person);
    roots.stream().filter(this::isNotOwnedById).forEach(trees::scanForeign);
    scanBeneath(roots.stream().filter(each -> !isNotOwnedById(each)).toList(), person);
  }

  /** Finds the person's documents beneath any other ids, by listing every document above. */
  void scanScattered(SubjectId person) {
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place
          && place.database().equals(database)
          && each.folderOfPeople().isEmpty()
          && each.root().isPresent()) {
        List<String> pattern = each.root().get().segments();
        scanScattered(new CollectionPath(pattern.get(0)), pattern, person);
      }
    }
  }

  /** Fills in the pattern's ids from left to right; the last one is the person's. */
  private void scanScattered(CollectionPath at, List<String> pattern, SubjectId person) {
    int depth = at.value().split("/", -1).length;
    boolean isLast = depth + 3 == pattern.size();
    for (List<String> ids : ids(at, pattern.get(depth))) {
      List<CollectionPath> below =
          ids.stream()
              .map(id -> at.existingDocument(id).collection(pattern.get(depth + 1)))
              .toList();
      if (isLast) {
        List<DocumentPath> roots =
            below.stream().map(each -> each.existingDocument(person.documentId())).toList();
        documents.getAll(roots).forEach(found -> found.ifPresent(it -> residue.add(database, it)));
        scanBeneath(roots, person);
      } else {
        below.forEach(each -> scanScattered(each, pattern, person));
      }
    }
  }

  private Iterable<List<String>> ids(CollectionPath collection, String segment) {
    return segment.startsWith("{")
        ? Pages.of(token -> documents.ids(collection, token, PAGE))
        : List.of(List.of(segment));
  }

  /** Whether other people may own documents beneath although the id is the person's. */
  private boolean isNotOwnedById(DocumentPath path) {
    return dataMap.locationOf(database, path).filter(this::mayHoldOthers).isPresent();
  }

  private boolean mayHoldOthers(Location location) {
    return location.subject() instanceof SubjectLocator.InField
        || location.subject() instanceof SubjectLocator.InList
        || (location.root().isEmpty()
            && dataMap.hasLocationBeneath(location.place().pattern().orElseThrow()));
  }

  /** The existing top-level collections, and the map's collections of documents of people. */
  private Set<String> collections() {
    Set<String> collections = new LinkedHashSet<>(documents.collections(Optional.empty()));
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place && place.database().equals(database)) {
        each.folderOfPeople().ifPresent(collections::add);
      }
    }
    return collections;
  }

  /** Finds documents beneath the person's: one per root, or all if some may be other people's. */
  void scanBeneath(List<DocumentPath> roots, SubjectId person) {
    TreeScan trees = new TreeScan(database, documents, dataMap, residue, person);
    roots.stream().filter(trees::needsScan).forEach(trees::scanOwned);
    List<DocumentPath> open = roots.stream().filter(each -> !trees.needsScan(each)).toList();
    while (!open.isEmpty()) {
      List<DocumentPath> first = documents.descendants(open, Optional.empty(), 1);
      first.forEach(each -> residue.add(database, each));
      open =
          first.isEmpty()
              ? List.of()
              : open.stream().filter(root -> !first.get(0).isBeneath(root)).toList();
    }
  }

  /** Finds documents with a marker in an identifying field. */
  void scanFields(Collection<String> markers) {
    for (Location location : dataMap.locations()) {
      if (location.place() instanceof Place.Documents place && place.database().equals(database)) {
        for (String field : identifying(location)) {
          markers.forEach(marker -> find(query(place).whereEqual(field, marker)));
        }
      }
    }
  }

  /** Finds documents that list the subject in a field that lists subjects. */
  void scanLists(String uid) {
    for (Location location : dataMap.locations()) {
      if (location.place() instanceof Place.Documents place && place.database().equals(database)) {
        for (String field : location.subjectLists()) {
          for (Document each : documents.find(query(place).whereContains(field, uid))) {
            residue.addListing(database, each);
          }
        }
      }
    }
  }

  /** The fields of a location that identify people, by category or as the location's key. */
  private static Set<String> identifying(Location location) {
    Set<String> names = new LinkedHashSet<>();
    location.fields().stream()
        .filter(each -> each.category().equals(IDENTIFIER) && !each.listsSubjects())
        .map(DataField::name)
        .filter(each -> !each.endsWith("*")) // the keys of a map cannot be queried
        .forEach(names::add);
    if (location.subject() instanceof SubjectLocator.InField key) {
      names.add(key.field());
    } else if (location.subject() instanceof SubjectLocator.Through key) {
      names.add(key.field());
    }
    return names;
  }

  /** Finds documents that refer to a path in one of these folders: {@code users/u1/}. */
  void scanReferences(Collection<String> folders) {
    for (Location location : dataMap.locations()) {
      if (location.place() instanceof Place.Documents place
          && place.database().equals(database)
          && isTop(place)
          && location.itemField().isPresent()) {
        String field = location.itemField().get();
        for (String folder : folders) {
          find(
              query(place)
                  .where(field, Query.Operator.GREATER_OR_EQUAL, folder)
                  .where(field, Query.Operator.LESS, after(folder)));
        }
      }
    }
  }

  /** The exclusive upper bound of all texts that start with the folder. */
  private static String after(String folder) {
    return folder.substring(0, folder.length() - 1) + "0"; // the character after the slash
  }

  private void find(Query query) {
    for (Document each : documents.find(query)) {
      residue.add(database, each);
    }
  }

  /** Finds records about the person's item; those of other owners count as theirs. */
  void scanRecords(Query query, SubjectId person) {
    documents.find(query).forEach(each -> record(each, person));
  }

  private void record(Document document, SubjectId person) {
    Optional<Object> named =
        dataMap
            .locationOf(database, document.path())
            .map(Location::subject)
            .filter(SubjectLocator.InField.class::isInstance)
            .flatMap(key -> document.fields().at(((SubjectLocator.InField) key).field()));
    if (named.filter(it -> !it.equals(person.value())).isPresent()) {
      residue.addOthers(database, document.path());
    } else {
      residue.add(database, document);
    }
  }

  private static boolean isTop(Place.Documents place) {
    return place.path().segments().size() == 2;
  }

  private static Query query(Place.Documents place) {
    List<String> path = place.path().segments();
    String collection = path.get(path.size() - 2);
    return isTop(place) ? Query.in(new CollectionPath(collection)) : Query.group(collection);
  }
}
