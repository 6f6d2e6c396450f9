package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.work.ScanPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One census being taken. */
final class CensusRun {
  private final DataMap dataMap;
  private final List<Database> databases;
  private final Map<String, LocationTally> tallies = new LinkedHashMap<>();
  private final Blobs blobs;
  private final List<String> buckets;
  private final List<BucketCensusScan> bucketLooks = new ArrayList<>();

  /** A database with what is found in it that is not on the map. */
  private record Database(String name, Documents documents, CollectionTally unlisted) {
    static Database of(String name, Documents documents) {
      return new Database(name, documents, new CollectionTally(name));
    }
  }

  CensusRun(Documents documents, Documents keys, Blobs blobs, DataMap dataMap, Instant now) {
    this.dataMap = dataMap;
    this.blobs = blobs;
    this.databases =
        List.of(
            Database.of(Place.Documents.MAIN, documents), Database.of(Place.Documents.KEYS, keys));
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents || each.place() instanceof Place.Blobs) {
        tallies.put(each.name(), new LocationTally(dataMap, each, now));
      }
    }
    this.buckets =
        dataMap.locations().stream().flatMap(each -> bucketOf(each).stream()).distinct().toList();
  }

  private static Optional<String> bucketOf(Location location) {
    return location.place() instanceof Place.Blobs in ? Optional.of(in.bucket()) : Optional.empty();
  }

  /** A part of the closed world that is looked at by itself, from a token of its look on. */
  private record Part(String name, Function<Optional<String>, CensusScan> from) {
    CensusScan fromStart() {
      return from.apply(Optional.empty());
    }
  }

  Census take(long most) {
    List<Part> documents = new ArrayList<>();
    List<Part> trees = new ArrayList<>();
    for (Database each : databases) {
      documents.addAll(documentsOf(each));
      countUnlisted(each);
      trees.addAll(treesOf(each));
    }
    boolean allDocuments = CensusScan.atAll(looks(documents), most);
    boolean allPlaces = CensusScan.atAll(looks(trees), most);
    boolean allBlobs = CensusScan.atAll(looks(blobParts()), most);
    return census(allDocuments && allPlaces && allBlobs);
  }

  private static List<CensusScan> looks(List<Part> parts) {
    return parts.stream().map(Part::fromStart).toList();
  }

  private Census census(boolean complete) {
    return new Census(
        complete,
        tallies.values().stream().map(LocationTally::count).toList(),
        databases.stream().flatMap(each -> each.unlisted().found().stream()).toList(),
        unlistedBlobs());
  }

  /**
   * A page of a census that is taken page by page.
   *
   * @param census of what was looked at on this page
   * @param next where the next page begins; empty when everything was looked at
   */
  record PageOfCensus(Census census, Optional<ScanPosition> next) {}

  /**
   * Takes the part of the census that begins at a position. Collections that no location names are
   * counted with the first.
   *
   * @param most how many documents, paths and objects it looks at, about
   */
  PageOfCensus page(ScanPosition at, long most) {
    List<Part> parts = new ArrayList<>();
    databases.forEach(each -> parts.addAll(documentsOf(each)));
    databases.forEach(each -> parts.addAll(treesOf(each)));
    parts.addAll(blobParts());
    List<String> names = parts.stream().map(Part::name).toList();
    ScanPosition start = ScanPosition.startOf(names.get(0));
    Optional<ScanPosition> next = Optional.of(names.contains(at.phase()) ? at : start);
    if (next.get().equals(start)) {
      databases.forEach(this::countUnlisted);
    }
    long left = most;
    while (left > 0 && next.isPresent()) {
      ScanPosition from = next.get();
      CensusScan look = parts.get(names.indexOf(from.phase())).from().apply(from.token());
      while (left > 0 && !look.isDone()) {
        left -= Math.max(1, look.next((int) Math.min(left, CensusScan.PAGE)));
      }
      next = from.after(look.isDone() ? Optional.empty() : look.token(), names);
    }
    return new PageOfCensus(census(false), next);
  }

  private List<Part> blobParts() {
    return buckets.stream()
        .map(bucket -> new Part("bucket/" + bucket, token -> bucketLook(bucket, token)))
        .toList();
  }

  private BucketCensusScan bucketLook(String bucket, Optional<String> token) {
    BucketCensusScan look = new BucketCensusScan(blobs, dataMap, bucket, tallies, token);
    bucketLooks.add(look);
    return look;
  }

  private List<Part> documentsOf(Database database) {
    List<Part> parts = new ArrayList<>();
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents place
          && place.database().equals(database.name())) {
        parts.add(
            new Part(
                "documents/" + each.name(),
                token ->
                    new LocationCensusScan(
                        database.documents(),
                        dataMap,
                        place,
                        Objects.requireNonNull(tallies.get(each.name())),
                        database.unlisted(),
                        token)));
      }
    }
    return parts;
  }

  /** Counts the documents of top-level collections that the map does not name. */
  private void countUnlisted(Database database) {
    for (String id : database.documents().collections(Optional.empty())) {
      if (!isListed(database, id, true)) {
        CollectionPath top = new CollectionPath(id);
        long there = database.documents().count(Query.in(top));
        if (there > 0 || !isListed(database, id, false)) {
          database.unlisted().add(top, there);
        }
      }
    }
  }

  /** The trees beneath the top-level collections that the map names, be anything there or not. */
  private List<Part> treesOf(Database database) {
    return tops(database).stream()
        .map(
            id ->
                new Part(
                    "beneath/" + database.name() + "/" + id,
                    token ->
                        new SubtreeCensusScan(
                            database.documents(),
                            new CollectionPath(id),
                            path -> dataMap.locationOf(database.name(), path).isPresent(),
                            database.unlisted(),
                            token)))
        .toList();
  }

  private List<String> tops(Database database) {
    return dataMap.locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in && in.database().equals(database.name()))
        .map(each -> each.place().pattern().orElseThrow().segments().get(0))
        .distinct()
        .toList();
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
    bucketLooks.stream()
        .filter(each -> each.unlisted() > 0)
        .forEach(each -> unlisted.put(each.bucket(), each.unlisted()));
    return unlisted;
  }
}
