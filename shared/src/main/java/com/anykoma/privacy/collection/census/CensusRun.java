package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.RealtimeDatabase;
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
import java.util.stream.Stream;

/** A run of the census, or of one page of it. */
final class CensusRun {
  private final DataMap dataMap;
  private final List<Database> databases;
  private final Map<String, LocationTally> tallies = new LinkedHashMap<>();
  private final Blobs blobs;
  private final NodeCensus nodes;
  private final List<String> buckets;
  private final List<BucketCensusScan> bucketScans = new ArrayList<>();

  /** A database and the tally of its documents outside every location. */
  private record Database(String name, Documents documents, CollectionTally unlisted) {
    static Database of(String name, Documents documents) {
      return new Database(name, documents, new CollectionTally(name));
    }
  }

  CensusRun(
      Documents documents,
      Documents keys,
      Blobs blobs,
      RealtimeDatabase realtime,
      DataMap dataMap,
      Instant now) {
    this.dataMap = dataMap;
    this.blobs = blobs;
    this.nodes = new NodeCensus(realtime, dataMap);
    this.databases =
        List.of(
            Database.of(Place.Documents.MAIN, documents), Database.of(Place.Documents.KEYS, keys));
    Owners owners = new Owners(dataMap, documents::get);
    for (Location each : dataMap.locations()) {
      if (each.place() instanceof Place.Documents || each.place() instanceof Place.Blobs) {
        tallies.put(each.name(), new LocationTally(owners, each, now));
      }
    }
    this.buckets =
        dataMap.locations().stream().flatMap(each -> bucketOf(each).stream()).distinct().toList();
  }

  private static Optional<String> bucketOf(Location location) {
    return location.place() instanceof Place.Blobs in ? Optional.of(in.bucket()) : Optional.empty();
  }

  /** A part of the census with a scan of its own, which can start at a token. */
  private record Part(String name, Function<Optional<String>, CensusScan> from) {
    CensusScan fromStart() {
      return from.apply(Optional.empty());
    }
  }

  Census take(long max) {
    List<Part> documents = new ArrayList<>();
    List<Part> subtrees = new ArrayList<>();
    for (Database each : databases) {
      documents.addAll(documentsOf(each));
      countUnlisted(each);
      subtrees.addAll(subtreesOf(each));
    }
    nodes.run();
    boolean allDocuments = CensusScan.runAll(scans(documents), max);
    boolean allPlaces = CensusScan.runAll(scans(subtrees), max);
    boolean allBlobs = CensusScan.runAll(scans(blobParts()), max);
    return census(allDocuments && allPlaces && allBlobs);
  }

  private static List<CensusScan> scans(List<Part> parts) {
    return parts.stream().map(Part::fromStart).toList();
  }

  private Census census(boolean complete) {
    return new Census(
        complete,
        tallies.values().stream().map(LocationTally::count).toList(),
        Stream.concat(
                databases.stream().flatMap(each -> each.unlisted().found().stream()),
                nodes.unlisted().stream())
            .toList(),
        unlistedBlobs());
  }

  /** One page of a census, and the position of the next, if any. */
  record CensusPage(Census census, Optional<ScanPosition> next) {}

  /**
   * Takes the page of the census that starts at a position. The first page also counts unlisted
   * top-level collections, and reads the Realtime Database.
   *
   * @param max approximate number of documents, paths and objects to read
   */
  CensusPage page(ScanPosition at, long max) {
    List<Part> parts = new ArrayList<>();
    databases.forEach(each -> parts.addAll(documentsOf(each)));
    databases.forEach(each -> parts.addAll(subtreesOf(each)));
    parts.addAll(blobParts());
    List<String> names = parts.stream().map(Part::name).toList();
    ScanPosition start = ScanPosition.startOf(names.get(0));
    Optional<ScanPosition> next = Optional.of(names.contains(at.phase()) ? at : start);
    if (next.get().equals(start)) {
      databases.forEach(this::countUnlisted);
      nodes.run();
    }
    long remaining = max;
    while (remaining > 0 && next.isPresent()) {
      ScanPosition from = next.get();
      CensusScan scan = parts.get(names.indexOf(from.phase())).from().apply(from.token());
      while (remaining > 0 && !scan.isDone()) {
        remaining -= Math.max(1, scan.next((int) Math.min(remaining, CensusScan.PAGE)));
      }
      next = from.after(scan.isDone() ? Optional.empty() : scan.token(), names);
    }
    return new CensusPage(census(false), next);
  }

  private List<Part> blobParts() {
    return buckets.stream()
        .map(bucket -> new Part("bucket/" + bucket, token -> bucketScan(bucket, token)))
        .toList();
  }

  private BucketCensusScan bucketScan(String bucket, Optional<String> token) {
    BucketCensusScan scan = new BucketCensusScan(blobs, dataMap, bucket, tallies, token);
    bucketScans.add(scan);
    return scan;
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

  /** Counts the documents of top-level collections that are not in the map. */
  private void countUnlisted(Database database) {
    List<List<String>> listed = paths(database);
    for (String id : database.documents().collections(Optional.empty())) {
      List<List<String>> within = listed.stream().filter(it -> it.get(0).equals(id)).toList();
      if (within.stream().noneMatch(it -> it.size() == 2)) {
        CollectionPath top = new CollectionPath(id);
        long found = database.documents().count(Query.in(top));
        if (found > 0 || within.isEmpty()) {
          database.unlisted().add(top, found);
        }
      }
    }
  }

  /** Returns the subtrees of the map's top-level collections, including empty ones. */
  private List<Part> subtreesOf(Database database) {
    return paths(database).stream()
        .map(path -> path.get(0))
        .distinct()
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

  /** Returns the path patterns of the database's locations. */
  private List<List<String>> paths(Database database) {
    return dataMap.locations().stream()
        .filter(
            each ->
                each.place() instanceof Place.Documents in && in.database().equals(database.name()))
        .map(each -> each.place().pattern().orElseThrow().segments())
        .toList();
  }

  private Map<String, Long> unlistedBlobs() {
    Map<String, Long> unlisted = new TreeMap<>();
    bucketScans.stream()
        .filter(each -> each.unlisted() > 0)
        .forEach(each -> unlisted.put(each.bucket(), each.unlisted()));
    return unlisted;
  }
}
