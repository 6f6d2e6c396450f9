package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.log.LogLine;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.yaml.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All locations of data and the rules for each; other data must not exist (P11-P15). Immutable. */
public final class DataMap {
  private final List<Location> locations;
  private final Map<String, Setting> definitions;
  private final Map<List<String>, List<Location>> byCollections = new HashMap<>();
  private final Map<String, List<Location>> byBucket = new HashMap<>();
  private final Map<String, FieldNames> fieldNames = new HashMap<>();
  private final NestedLocations nested;

  /**
   * Requires locations with distinct names that do not overlap; {@link DataMapReader} checks it.
   */
  DataMap(List<Location> locations, Map<String, Setting> definitions) {
    this.locations = List.copyOf(locations);
    this.definitions = Map.copyOf(definitions);
    this.nested = new NestedLocations(this.locations);
    for (Location each : this.locations) {
      fieldNames.put(each.name(), FieldNames.of(each.fields()));
      if (each.place() instanceof Place.Documents documents) {
        put(byCollections, key(documents.database(), documents.path().collections()), each);
      } else if (each.place() instanceof Place.Blobs blobs) {
        put(byBucket, blobs.bucket(), each);
      }
    }
  }

  private static <K> void put(Map<K, List<Location>> index, K key, Location location) {
    index.computeIfAbsent(key, each -> new ArrayList<>()).add(location);
  }

  private static List<String> key(String database, List<String> collections) {
    List<String> key = new ArrayList<>(List.of(database));
    key.addAll(collections);
    return key;
  }

  /** Reads a map of exactly the locations of one file. */
  public static DataMap read(Setting file) {
    return DataMapReader.read(file);
  }

  /** Reads a product's map and adds the records of this software. */
  public static DataMap read(Setting product, Setting records) {
    return DataMapReader.read(product, records);
  }

  /** Returns the setting that defines a location of this map, for errors. */
  public Setting definition(String location) {
    return Objects.requireNonNull(definitions.get(location));
  }

  /** Returns all locations in the order of the file. */
  public List<Location> locations() {
    return locations;
  }

  /** Returns the location with this name. */
  public Optional<Location> location(String name) {
    return locations.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  public List<Location> withRole(LocationRole role) {
    return locations.stream().filter(each -> each.role() == role).toList();
  }

  /** Returns the collection of the app's account documents, whose ids are the uids. */
  public CollectionPath accountDocuments() {
    return new CollectionPath(accountLocation().place().pattern().orElseThrow().segments().get(0));
  }

  /** Returns the location of the documents that the app creates for accounts. */
  public Location accountLocation() {
    return withRole(LocationRole.ACCOUNT).stream()
        .filter(each -> each.place() instanceof Place.Documents)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the data map has no account documents"));
  }

  /** Whether data is in the Realtime Database. */
  public boolean usesRealtime() {
    return locations.stream().anyMatch(each -> each.place() instanceof Place.Realtime);
  }

  /** Returns the locations whose documents get a training stamp. */
  public List<Location> stamped() {
    return locations.stream().filter(Location::stamped).toList();
  }

  /** Returns the collections with all of a subject's content of some location and nothing else. */
  public List<CollectionPath> contentCollectionsOf(SubjectId subject) {
    List<CollectionPath> collections = new ArrayList<>();
    for (Location each : stamped()) {
      if (!each.isScattered()) {
        String key = ((SubjectLocator.InPath) each.subject()).id();
        PathPattern pattern = each.place().pattern().orElseThrow();
        collections.add(new CollectionPath(pattern.fillParent(Map.of(key, subject.documentId()))));
      }
    }
    return List.copyOf(collections);
  }

  /** Returns the stamped locations whose documents of one person are in no one collection. */
  public List<Location> scatteredContent() {
    return stamped().stream().filter(Location::isScattered).toList();
  }

  /** Whether a document is in a stamped location. */
  public boolean isContent(DocumentPath path) {
    return locationOf(path).filter(Location::stamped).isPresent();
  }

  /** Returns the location of a document of the main database; empty if it has none. */
  public Optional<Location> locationOf(DocumentPath path) {
    return matchOf(path).map(Match::location);
  }

  /** Returns the location of a document of this database; empty if it has none. */
  public Optional<Location> locationOf(String database, DocumentPath path) {
    return matchOf(database, path).map(Match::location);
  }

  /** Returns the location of a blob; empty if it has none. */
  public Optional<Location> locationOf(BlobId id) {
    return matchOf(id).map(Match::location);
  }

  /** Returns the subject that a document's path names; empty if it names none. */
  public Optional<SubjectId> subjectOf(DocumentPath path) {
    return matchOf(path).flatMap(Match::subject);
  }

  /**
   * Whether there may be data beneath a document that must not be deleted with it: other people's
   * data, or the same person's data that an erasure does not delete.
   */
  public boolean mayContainRetained(DocumentPath path) {
    return nested.mayContainRetained(path.segments());
  }

  /** Whether some location's documents lie beneath documents of the pattern. */
  public boolean hasLocationBeneath(PathPattern pattern) {
    return locations.stream()
        .map(Location::place)
        .anyMatch(it -> it instanceof Place.Documents in && in.path().isBeneath(pattern));
  }

  /** Returns the subject that a blob's name names; empty if it names none. */
  public Optional<SubjectId> subjectOf(BlobId id) {
    return matchOf(id).flatMap(Match::subject);
  }

  /**
   * Returns the objects that an object may be made from, and last the object itself if it may be an
   * original. The objects need not exist; all have the same subject.
   */
  public List<BlobId> originalsOf(BlobId id) {
    return matchesOf(id).stream()
        .map(each -> each.location().place().pattern().orElseThrow().fill(each.ids()))
        .filter(BlobId::isName)
        .distinct()
        .map(each -> new BlobId(id.bucket(), each))
        .toList();
  }

  /** Returns the documents that may own a blob or its originals, in the order of these. */
  public List<DocumentPath> itemsOf(BlobId id) {
    return matchesOf(id).stream().flatMap(each -> itemOf(each).stream()).distinct().toList();
  }

  /** Returns the path of the document that owns a blob by its own name; empty if none does. */
  public Optional<DocumentPath> itemOf(BlobId original) {
    return originalMatchOf(original).flatMap(this::itemOf);
  }

  private Optional<DocumentPath> itemOf(Match blob) {
    return locations.stream()
        .filter(each -> each.place() instanceof Place.Documents)
        .filter(each -> each.owns(blob.location()))
        .findFirst()
        .map(each -> each.place().pattern().orElseThrow())
        .filter(pattern -> blob.ids().keySet().containsAll(pattern.ids()))
        .map(pattern -> new DocumentPath(pattern.fill(blob.ids())));
  }

  /**
   * Returns the dotted names of fields that the location does not list. Clients choose these names,
   * so they may be personal data and must not be logged.
   *
   * @param location a location of this map
   */
  public Set<String> unlistedFields(Location location, Fields fields) {
    return Objects.requireNonNull(fieldNames.get(location.name())).unlisted(fields);
  }

  /** Returns the fields without those that the location, of this map, does not list. */
  public Fields listedFields(Location location, Fields fields) {
    return Objects.requireNonNull(fieldNames.get(location.name())).listed(fields);
  }

  /**
   * Returns an alarm text if the document, or some of its fields, are not in the map (P2, P11). The
   * text has the number of such fields but not their names, which clients choose.
   */
  public Optional<LogLine> violation(Document document) {
    return violation(Place.Documents.MAIN, document);
  }

  /** Like {@link #violation(Document)}, for a document of any database. */
  public Optional<LogLine> violation(String database, Document document) {
    Optional<Location> location = matchOf(database, document.path()).map(Match::location);
    if (location.isEmpty()) {
      return Optional.of(LogLine.of("alarm: a document is outside every location of datamap.yaml"));
    }
    int unlisted = unlistedFields(location.get(), document.fields()).size();
    return unlisted == 0
        ? Optional.empty()
        : Optional.of(
            LogLine.of(
                "alarm: a document has fields that datamap.yaml does not name",
                LogField.LOCATION.of(location.get().name()),
                LogField.FIELDS.of(unlisted)));
  }

  Optional<Match> matchOf(DocumentPath path) {
    return matchOf(Place.Documents.MAIN, path);
  }

  private Optional<Match> matchOf(String database, DocumentPath path) {
    List<String> ids = path.segments();
    return match(byCollections.get(key(database, PathPattern.evens(ids))), ids);
  }

  private Optional<Match> matchOf(BlobId id) {
    return matchesOf(id).stream().findFirst();
  }

  private Optional<Match> originalMatchOf(BlobId id) {
    return match(byBucket.get(id.bucket()), List.of(id.name().split("/", -1)));
  }

  /** Matches the object as made from an original of its own location, and last as an original. */
  private List<Match> matchesOf(BlobId id) {
    List<String> path = List.of(id.name().split("/", -1));
    List<Location> there = byBucket.getOrDefault(id.bucket(), List.of());
    Optional<Match> original = originalMatchOf(id);
    List<Match> matches = new ArrayList<>();
    for (Location each : there) {
      if (original.isEmpty() || original.get().location().equals(each)) {
        for (DerivedName derived : each.derived()) {
          derived.match(path).ifPresent(ids -> matches.add(new Match(each, ids)));
        }
      }
    }
    original.ifPresent(matches::add);
    return matches;
  }

  private static Optional<Match> match(@Nullable List<Location> candidates, List<String> path) {
    for (Location each : candidates == null ? List.<Location>of() : candidates) {
      Optional<Map<String, String>> ids = each.place().pattern().flatMap(it -> it.match(path));
      if (ids.isPresent()) {
        return Optional.of(new Match(each, ids.get()));
      }
    }
    return Optional.empty();
  }

  /** A location and the ids of a path that it matches. */
  record Match(Location location, Map<String, String> ids) {
    Optional<SubjectId> subject() {
      return location.subject() instanceof SubjectLocator.InPath locator
          ? Optional.ofNullable(ids.get(locator.id())).flatMap(SubjectId::ofDocumentId)
          : Optional.empty();
    }
  }
}
