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

/** The documents and objects that a verification found, by location of the data map. */
final class FoundResidue {
  /** The place of everything outside the data map; its real name may be personal data. */
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

  /** Adds a document that lists the subject among others, regardless of its owner. */
  void addListing(String database, Document document) {
    listing.add(placeOf(database, document.path()));
  }

  /** Adds another person's document beneath one that is or was the subject's. */
  void addOthers(String database, DocumentPath path) {
    others.add(placeOf(database, path));
  }

  /** Whether the place has other people's documents beneath the subject's. */
  boolean hasOthers(String place) {
    return others.contains(place);
  }

  /** Whether a document of the place lists the subject. */
  boolean lists(String place) {
    return listing.contains(place);
  }

  /** Marks a place that holds no documents. */
  void add(String place) {
    found.putIfAbsent(place, new ArrayList<>());
  }

  private String placeOf(String database, DocumentPath path) {
    return dataMap.locationOf(database, path).map(Location::name).orElse(UNLISTED);
  }

  boolean has(String place) {
    return found.containsKey(place);
  }

  /** The documents found in a place; empty also for a place that holds no documents. */
  List<Document> at(String place) {
    return List.copyOf(found.getOrDefault(place, List.of()));
  }

  /** {@link #UNLISTED}, if something was found outside the data map. */
  Optional<String> unlisted() {
    return has(UNLISTED) || lists(UNLISTED) ? Optional.of(UNLISTED) : Optional.empty();
  }
}
