package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
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

/**
 * Every place where data is kept, and the rules that hold there. Closed-world: what no location
 * names must not be (P11-P15). Immutable.
 */
public final class DataMap {
  private final List<Location> locations;
  private final Map<String, RetentionClass> retentionClasses;
  private final Map<List<String>, List<Location>> byCollections = new HashMap<>();
  private final Map<String, List<Location>> byBucket = new HashMap<>();
  private final Map<String, FieldNames> fieldNames = new HashMap<>();
  private final Nesting nesting;

  /** Of locations that do not overlap, each with a name of its own; the reader checks that. */
  DataMap(List<Location> locations, Map<String, RetentionClass> retentionClasses) {
    this.locations = List.copyOf(locations);
    this.nesting = new Nesting(this.locations);
    this.retentionClasses = Map.copyOf(retentionClasses);
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

  /** The map that the product ships with. */
  public static DataMap shipped() {
    Setting root = Setting.resource("datamap.yaml");
    DataMap map = read(root);
    map.requireWhole(root);
    return map;
  }

  /**
   * Returns when this is the map of a whole product, with every place that this product writes to.
   *
   * @param root what the map was read from
   * @throws com.anykoma.privacy.yaml.SettingsException naming each place that is missing
   */
  public void requireWhole(Setting root) {
    RequiredPlaces.check(this, root.get("locations"));
  }

  /** SHA-256 of the file of the map that the product ships with, in hexadecimal. */
  public static String shippedHash() {
    return Setting.hash("datamap.yaml");
  }

  /**
   * Reads a map.
   *
   * @throws com.anykoma.privacy.yaml.SettingsException for a map that contradicts itself
   */
  public static DataMap read(Setting root) {
    return DataMapReader.read(root);
  }

  /** All of them, in the order of the file. */
  public List<Location> locations() {
    return locations;
  }

  public Map<String, RetentionClass> retentionClasses() {
    return retentionClasses;
  }

  /** The location of this name. */
  public Optional<Location> location(String name) {
    return locations.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  public List<Location> withRole(Role role) {
    return locations.stream().filter(each -> each.role() == role).toList();
  }

  /** The content whose every document gets a training stamp. */
  public List<Location> stamped() {
    return locations.stream().filter(Location::stamped).toList();
  }

  /** The collections of a subject's stamped content, in the order of the file. */
  public List<CollectionPath> stampedOf(SubjectId subject) {
    List<CollectionPath> collections = new ArrayList<>();
    for (Location each : stamped()) {
      if (each.subject() instanceof SubjectLocator.InPath key) {
        PathPattern pattern = each.place().pattern().orElseThrow();
        collections.add(
            new CollectionPath(pattern.fillParent(Map.of(key.id(), subject.documentId()))));
      }
    }
    return List.copyOf(collections);
  }

  /**
   * Whose content the document is; empty for a document that is not stamped, sealed and purged as
   * content.
   *
   * @throws PermanentFailure when it is under an id that no account can have
   */
  public Optional<SubjectId> contentOwner(DocumentPath path) {
    return matchOf(path)
        .filter(it -> it.location().stamped())
        .map(
            it ->
                it.subject()
                    .orElseThrow(
                        () -> new PermanentFailure("content is under an id of no account")));
  }

  /** Where a document of the main database belongs; empty when it must not be. */
  public Optional<Location> locationOf(DocumentPath path) {
    return matchOf(path).map(Match::location);
  }

  /** Where a document of this database belongs; empty when it must not be. */
  public Optional<Location> locationOf(String database, DocumentPath path) {
    return matchOf(database, path).map(Match::location);
  }

  /** Where a blob belongs; empty when it must not be. */
  public Optional<Location> locationOf(BlobId id) {
    return matchOf(id).map(Match::location);
  }

  /** Whose document it is by its path alone; empty when the path does not say. */
  public Optional<SubjectId> subjectOf(DocumentPath path) {
    return matchOf(path).flatMap(Match::subject);
  }

  /** Whose document it is by its path or by a field that holds the uid; empty when neither says. */
  public Optional<SubjectId> subjectOf(DocumentPath path, Fields fields) {
    Optional<Match> match = matchOf(path);
    return match.isPresent()
            && match.get().location().subject() instanceof SubjectLocator.InField key
        ? text(fields, key.field()).flatMap(SubjectId::of)
        : match.flatMap(Match::subject);
  }

  /**
   * The subject that a document names in the field that the map says holds their uid; empty when
   * there is no such field, or it holds something else.
   */
  public Optional<SubjectId> namedIn(Document document) {
    return locationOf(document.path())
        .map(Location::subject)
        .filter(SubjectLocator.InField.class::isInstance)
        .flatMap(key -> text(document.fields(), ((SubjectLocator.InField) key).field()))
        .flatMap(SubjectId::ofAccount);
  }

  /**
   * Whether beneath a document may lie something that does not go with it: other people's, or of
   * the same person and not deleted at an erasure.
   *
   * @param path of the main database, be the document there or not
   */
  public boolean mayHoldWhatStays(DocumentPath path) {
    return nesting.mayHoldWhatStays(path.segments());
  }

  /** Whose blob it is; empty when its name does not say. */
  public Optional<SubjectId> subjectOf(BlobId id) {
    return matchOf(id).flatMap(Match::subject);
  }

  /**
   * The document that a blob is a part of, be it there or not; empty for a blob that is part of
   * none.
   */
  public Optional<DocumentPath> itemOf(BlobId id) {
    return matchOf(id)
        .flatMap(
            blob ->
                locations.stream()
                    .filter(each -> each.place() instanceof Place.Documents)
                    .filter(each -> each.owns(blob.location()))
                    .findFirst()
                    .map(each -> each.place().pattern().orElseThrow())
                    .filter(pattern -> blob.ids().keySet().containsAll(pattern.ids()))
                    .map(pattern -> new DocumentPath(pattern.fill(blob.ids()))));
  }

  /**
   * The dotted names of the fields that the location does not name. They are what a client wrote:
   * personal data for all we know, so they belong in no log.
   *
   * @param location one of this map
   */
  public Set<String> unlistedFields(Location location, Fields fields) {
    return Objects.requireNonNull(fieldNames.get(location.name())).unlisted(fields);
  }

  /**
   * A sentence to alarm with when the document has fields, or is in a place, that the map does not
   * name (P2, P11). It counts them and names none: their names are what a client wrote.
   */
  public Optional<String> census(Document document) {
    return census(Place.Documents.MAIN, document);
  }

  /** The same for a document of another database than the main one. */
  public Optional<String> census(String database, Document document) {
    Optional<Location> location = matchOf(database, document.path()).map(Match::location);
    if (location.isEmpty()) {
      return Optional.of("alarm: a document is where datamap.yaml names no location");
    }
    int unlisted = unlistedFields(location.get(), document.fields()).size();
    return unlisted == 0
        ? Optional.empty()
        : Optional.of(
            "alarm: a document of "
                + location.get().name()
                + " has "
                + unlisted
                + " fields that datamap.yaml does not name");
  }

  private Optional<Match> matchOf(DocumentPath path) {
    return matchOf(Place.Documents.MAIN, path);
  }

  private Optional<Match> matchOf(String database, DocumentPath path) {
    List<String> ids = path.segments();
    return match(byCollections.get(key(database, PathPattern.evens(ids))), ids);
  }

  private Optional<Match> matchOf(BlobId id) {
    return match(byBucket.get(id.bucket()), List.of(id.name().split("/", -1)));
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

  private static Optional<String> text(Fields fields, String dotted) {
    Object value = fields.asMap();
    for (String name : dotted.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private record Match(Location location, Map<String, String> ids) {
    Optional<SubjectId> subject() {
      return location.subject() instanceof SubjectLocator.InPath key
          ? Optional.ofNullable(ids.get(key.id())).flatMap(SubjectId::ofDocumentId)
          : Optional.empty();
    }
  }
}
