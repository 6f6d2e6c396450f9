package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was found, by the location of the data map that it is in. */
final class FoundResidue {
  /** Stands for whatever no location names: somebody chose its name, so it is for no log. */
  static final String UNLISTED = "unlisted";

  private final DataMap dataMap;
  private final Map<String, List<Document>> found = new LinkedHashMap<>();
  private final Set<String> listing = new HashSet<>();
  private final Set<String> others = new HashSet<>();

  FoundResidue(DataMap dataMap) {
    this.dataMap = dataMap;
  }

  void add(String database, Document document) {
    found
        .computeIfAbsent(placeOf(database, document.path()), each -> new ArrayList<>())
        .add(document);
  }

  void add(String database, DocumentPath path) {
    add(database, Document.at(path));
  }

  /** A document that lists the subject among others, whosesoever it is. */
  void addListing(String database, Document document) {
    listing.add(placeOf(database, document.path()));
  }

  /** A document that is not the person's, beneath one that is or was. */
  void addOthers(String database, DocumentPath path) {
    others.add(placeOf(database, path));
  }

  /** Whether something of the place is not the person's, beneath what is or was. */
  boolean hasOthers(String place) {
    return others.contains(place);
  }

  /** Whether a document of the place lists the subject. */
  boolean lists(String place) {
    return listing.contains(place);
  }

  /** Something of a place that holds no documents. */
  void add(String place) {
    found.putIfAbsent(place, new ArrayList<>());
  }

  private String placeOf(String database, DocumentPath path) {
    return dataMap.locationOf(database, path).map(Location::name).orElse(UNLISTED);
  }

  boolean has(String place) {
    return found.containsKey(place);
  }

  /** The documents found there; none also for a place that holds no documents. */
  List<Document> at(String place) {
    return List.copyOf(found.getOrDefault(place, List.of()));
  }

  /** Whatever no location names, if anything was found of that. */
  Optional<String> unlisted() {
    return has(UNLISTED) || lists(UNLISTED) ? Optional.of(UNLISTED) : Optional.empty();
  }
}
