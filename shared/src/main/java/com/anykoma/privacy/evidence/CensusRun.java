package com.anykoma.privacy.evidence;

import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.datamap.Location;
import com.anykoma.privacy.datamap.Place;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One census being taken. */
final class CensusRun {
  private final DataMap dataMap;
  private final List<Database> databases;
  private final Map<String, LocationTally> tallies = new LinkedHashMap<>();
  private final List<BlobsLook> buckets;

  /** A database with what is found in it that is not on the map. */
  private record Database(String name, Documents documents, CollectionTally unlisted) {
    static Database of(String name, Documents documents) {
      return new Database(name, documents, new CollectionTally(name));
    }
  }

  CensusRun(Documents documents, Documents keys, Blobs blobs, DataMap dataMap, Instant now) {
    this.dataMap = dataMap;
    this.databases =
        List.of(
            Database.of(Place.Documents.MAIN, documents), Database.of(Place.Documents.KEYS, keys));
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents || each.place() instanceof Place.Blobs) {
        tallies.put(each.name(), new LocationTally(dataMap, each, now));
      }
    }
    this.buckets =
        dataMap.locations().stream()
            .flatMap(each -> bucketOf(each).stream())
            .distinct()
            .map(bucket -> new BlobsLook(blobs, dataMap, bucket, tallies))
            .toList();
  }

  private static Optional<String> bucketOf(Location location) {
    return location.place() instanceof Place.Blobs in ? Optional.of(in.bucket()) : Optional.empty();
  }

  Census take(long most) {
    List<Look> documents = new ArrayList<>();
    List<Look> trees = new ArrayList<>();
    for (Database each : databases) {
      documents.addAll(documentsOf(each));
      trees.addAll(treesOf(each));
    }
    boolean allDocuments = Look.atAll(documents, most);
    boolean allPlaces = Look.atAll(trees, most);
    boolean allBlobs = Look.atAll(buckets, most);
    return new Census(
        allDocuments && allPlaces && allBlobs,
        tallies.values().stream().map(LocationTally::count).toList(),
        databases.stream().flatMap(each -> each.unlisted().found().stream()).toList(),
        unlistedBlobs());
  }

  private List<Look> documentsOf(Database database) {
    List<Look> looks = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place
          && place.database().equals(database.name())) {
        looks.add(
            new DocumentsLook(
                database.documents(),
                dataMap,
                place,
                Objects.requireNonNull(tallies.get(each.name())),
                database.unlisted()));
      }
    }
    return looks;
  }

  private List<Look> treesOf(Database database) {
    List<Look> looks = new ArrayList<>();
    for (String id : database.documents().collections(Optional.empty())) {
      CollectionPath top = new CollectionPath(id);
      if (!isListed(database, id, true)) {
        long there = database.documents().count(Query.in(top));
        if (there > 0 || !isListed(database, id, false)) {
          database.unlisted().add(top, there);
        }
      }
      if (isListed(database, id, false)) {
        looks.add(
            new TreeLook(
                database.documents(),
                top,
                path -> dataMap.locationOf(database.name(), path).isPresent(),
                database.unlisted()));
      }
    }
    return looks;
  }

  /**
   * Whether some location is in this top-level collection.
   *
   * @param directly and not in what is beneath it
   */
  private boolean isListed(Database database, String top, boolean directly) {
    return dataMap.locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in && in.database().equals(database.name()))
        .map(each -> each.place().pattern().orElseThrow().segments())
        .anyMatch(path -> path.get(0).equals(top) && (!directly || path.size() == 2));
  }

  private Map<String, Long> unlistedBlobs() {
    Map<String, Long> unlisted = new TreeMap<>();
    buckets.stream()
        .filter(each -> each.unlisted() > 0)
        .forEach(each -> unlisted.put(each.bucket(), each.unlisted()));
    return unlisted;
  }
}
