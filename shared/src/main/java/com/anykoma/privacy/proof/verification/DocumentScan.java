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
import com.anykoma.privacy.platform.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for markers, which are what may name a person or an item, in one database: in the ids of
 * all top-level collections that there are, on the map or not, and of what is beneath; in every
 * field that the map says may name somebody; and in fields that hold paths. Of what is found by its
 * path, the first beneath each root is enough; of what is found by a field, all is looked at, for
 * some of it may stay.
 */
record DocumentScan(String database, Documents documents, DataMap dataMap, FoundResidue trace) {
  private static final DataCategory IDENTIFIER = new DataCategory("user.unique_id");

  /** Documents whose id is a marker, be they there or only something beneath them. */
  void ids(Collection<String> markers, SubjectId person) {
    List<DocumentPath> roots = new ArrayList<>();
    for (String each : collections()) {
      CollectionPath collection = new CollectionPath(each);
      markers.forEach(marker -> roots.add(collection.existingDocument(marker)));
    }
    documents.getAll(roots).forEach(each -> each.ifPresent(it -> record(it, person)));
    TreeScan trees = new TreeScan(database, documents, dataMap, trace, person);
    roots.stream().filter(this::isNamedByField).forEach(trees::others);
    beneath(roots.stream().filter(each -> !isNamedByField(each)).toList(), person);
  }

  /** Whether a field of the document, and not its id, says whose it is. */
  private boolean isNamedByField(DocumentPath path) {
    return dataMap
        .locationOf(database, path)
        .filter(it -> it.subject() instanceof SubjectLocator.InField)
        .isPresent();
  }

  /**
   * Those that there are at the top, and those elsewhere whose documents the map gives to people.
   */
  private Set<String> collections() {
    Set<String> collections = new LinkedHashSet<>(documents.collections(Optional.empty()));
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place
          && place.database().equals(database)
          && each.subject() instanceof SubjectLocator.InPath) {
        collections.add(String.join("/", place.path().leading(Map.of())));
      }
    }
    return collections;
  }

  /**
   * Whatever is beneath the person's documents: the first of each root, or all where it may be
   * other people's.
   */
  void beneath(List<DocumentPath> roots, SubjectId person) {
    TreeScan trees = new TreeScan(database, documents, dataMap, trace, person);
    roots.stream().filter(trees::isNeeded).forEach(trees::beneath);
    List<DocumentPath> left = roots.stream().filter(each -> !trees.isNeeded(each)).toList();
    while (!left.isEmpty()) {
      List<DocumentPath> first = documents.descendants(left, Optional.empty(), 1);
      first.forEach(each -> trace.add(database, each));
      left =
          first.isEmpty()
              ? List.of()
              : left.stream().filter(root -> !first.get(0).isBeneath(root)).toList();
    }
  }

  /** Documents that name a marker in a field that may name somebody. */
  void fields(Collection<String> markers) {
    for (Location location : dataMap.locations()) {
      if (location.place() instanceof Place.Documents place && place.database().equals(database)) {
        for (String field : identifying(location)) {
          markers.forEach(marker -> find(query(place).whereEqual(field, marker)));
        }
      }
    }
  }

  /** Documents that list the subject in a field that the map says lists subjects. */
  void lists(String uid) {
    for (Location location : dataMap.locations()) {
      if (location.place() instanceof Place.Documents place && place.database().equals(database)) {
        for (String field : location.subjectLists()) {
          for (Document each : documents.find(query(place).whereContains(field, uid))) {
            trace.addListing(database, each);
          }
        }
      }
    }
  }

  /** The fields that the map says may tell whose it is, by category and by key. */
  private static Set<String> identifying(Location location) {
    Set<String> names = new LinkedHashSet<>();
    location.fields().stream()
        .filter(each -> each.category().equals(IDENTIFIER) && !each.listsSubjects())
        .map(DataField::name)
        .filter(each -> !each.endsWith("*")) // whatever a map holds cannot be asked for
        .forEach(names::add);
    if (location.subject() instanceof SubjectLocator.InField key) {
      names.add(key.field());
    } else if (location.subject() instanceof SubjectLocator.Through key) {
      names.add(key.field());
    }
    return names;
  }

  /** Documents that name something in this folder of documents: {@code users/u1/}. */
  void mentions(Collection<String> folders) {
    for (Location location : dataMap.locations()) {
      if (location.place() instanceof Place.Documents place
          && place.database().equals(database)
          && isTop(place)
          && location.about().isPresent()) {
        String field = location.about().get().field();
        for (String folder : folders) {
          find(
              query(place)
                  .where(field, Query.Operator.GREATER_OR_EQUAL, folder)
                  .where(field, Query.Operator.LESS, after(folder)));
        }
      }
    }
  }

  /** The first text that does not begin with the folder and comes after all that do. */
  private static String after(String folder) {
    return folder.substring(0, folder.length() - 1) + "0"; // which follows the slash
  }

  /** Documents of a query, wherever they are. */
  void find(Query query) {
    for (Document each : documents.find(query)) {
      trace.add(database, each);
    }
  }

  /** Records about the person's item, but those that other people own. */
  void records(Query query, SubjectId person) {
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
      trace.addOthers(database, document.path());
    } else {
      trace.add(database, document);
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
