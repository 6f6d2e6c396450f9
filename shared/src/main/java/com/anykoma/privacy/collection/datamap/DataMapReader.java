package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a data map and checks its consistency; every error names the line in its file. A file's
 * locations use the categories and retention classes of the same file.
 */
final class DataMapReader {
  private final SettingsMistakes mistakes = new SettingsMistakes();

  /** The locations read, each with its setting. */
  private final Map<Location, Setting> locations = new LinkedHashMap<>();

  /** The names of all locations, also of those with a mistake. */
  private final Set<String> names = new LinkedHashSet<>();

  private DataMapReader() {}

  /** Reads a map of one file. */
  static DataMap read(Setting file) {
    DataMapReader reader = new DataMapReader();
    reader.add(file);
    return reader.map(List.of());
  }

  /**
   * Reads a product's map and adds the records of this software, with the edges that lead to them.
   */
  static DataMap read(Setting product, Setting records) {
    DataMapReader reader = new DataMapReader();
    reader.add(records);
    List<Location> own = List.copyOf(reader.locations.keySet());
    reader.add(product);
    if (reader.locations.keySet().stream().noneMatch(it -> it.place() instanceof Place.Accounts)) {
      reader.mistakes.add(
          product
              .get("locations")
              .error(
                  "no location is of kind account, so an erasure would leave the sign-in account;"
                      + " add one"));
    }
    reader.checkAccounts(product.get("locations"));
    return reader.map(own);
  }

  /** Requires one location of the documents that the app creates for accounts. */
  private void checkAccounts(Setting listed) {
    List<Location> accounts =
        locations.keySet().stream()
            .filter(it -> it.role() == LocationRole.ACCOUNT)
            .filter(it -> it.place() instanceof Place.Documents)
            .toList();
    if (accounts.isEmpty()) {
      mistakes.add(
          listed.error(
              "no location is a document of role account, so no consent would start; add the"
                  + " documents that the app creates for each account"));
    }
    accounts.forEach(it -> mistakes.check(() -> checkAccount(it, accounts)));
  }

  private void checkAccount(Location account, List<Location> all) {
    Setting setting = Objects.requireNonNull(locations.get(account));
    if (all.size() > 1) {
      throw setting
          .get("role")
          .error("only one location of documents can have the role account; use another role");
    }
    if (!(account.place() instanceof Place.Documents in
        && in.database().equals(Place.Documents.MAIN)
        && account.subject() instanceof SubjectLocator.InPath owner
        && in.path().toString().endsWith("{" + owner.id() + "}"))) {
      throw setting
          .get("path")
          .error("an account's document is in the main database, and its id is the uid");
    }
  }

  private void add(Setting file) {
    mistakes.check(() -> file.allowKeys("categories", "retention", "locations"));
    Optional<Map<String, RetentionClass>> classes =
        mistakes.read(() -> file.get("retention").readEachMember(DataMapReader::retentionClass));
    Optional<Set<DataCategory>> categories =
        mistakes.read(() -> categories(file.get("categories")));
    Setting listed = file.get("locations");
    if (classes.isEmpty() || categories.isEmpty()) {
      mistakes.throwIfAny();
    }
    LocationReader reader =
        new LocationReader(new FieldReader(categories.orElseThrow(), classes.orElseThrow()));
    listed
        .members()
        .forEach(
            (name, each) ->
                mistakes
                    .read(() -> read(reader, name, each))
                    .ifPresent(location -> locations.put(location, each)));
  }

  private Location read(LocationReader reader, String name, Setting setting) {
    if (!names.add(name)) {
      throw setting.error("this software's own records include '" + name + "'; use another name");
    }
    return reader.read(name, setting);
  }

  /**
   * Returns the checked map.
   *
   * @param own the locations of this software, which are last in the map
   */
  private DataMap map(List<Location> own) {
    locations.forEach((location, setting) -> mistakes.check(() -> check(location, setting)));
    mistakes.throwIfAny();
    Map<Location, Setting> linked = new LinkedHashMap<>();
    locations.forEach((location, setting) -> linked.put(withImpliedEdges(location), setting));
    NestedLocations.check(linked, mistakes);
    mistakes.throwIfAny();
    List<Location> ordered = new ArrayList<>(linked.keySet());
    ordered.removeAll(own);
    ordered.addAll(own);
    Map<String, Setting> settings = new LinkedHashMap<>();
    linked.forEach((location, setting) -> settings.put(location.name(), setting));
    return new DataMap(ordered, settings);
  }

  /** Adds the edges from content to the records about it, in maps that have these records. */
  private Location withImpliedEdges(Location location) {
    if (!location.stamped()) {
      return location;
    }
    List<LocationEdge> implied = new ArrayList<>();
    implied.add(new LocationEdge(LocationEdge.Kind.OWNED, "items", Optional.empty()));
    if (locations.keySet().stream()
        .anyMatch(each -> each.place() instanceof Place.Blobs && location.owns(each))) {
      implied.add(new LocationEdge(LocationEdge.Kind.OWNED, "seals", Optional.empty()));
    }
    implied.add(new LocationEdge(LocationEdge.Kind.DERIVED, "corpus", Optional.empty()));
    implied.removeIf(each -> !names.contains(each.to()));
    return location.with(implied);
  }

  private static Set<DataCategory> categories(Setting groups) {
    Set<DataCategory> known = new LinkedHashSet<>();
    groups.readEachMember(
        (name, group) ->
            group.readEach(
                each -> {
                  DataCategory category = each.checked(() -> new DataCategory(each.string()));
                  if (!known.add(category)) {
                    throw each.error("this category is listed twice; keep one");
                  }
                  return category;
                }));
    return known;
  }

  private static RetentionClass retentionClass(String name, Setting setting) {
    setting.allowKeys("max", "ground");
    return setting.checked(
        () ->
            new RetentionClass(
                name, setting.find("max").map(Setting::period), setting.get("ground").string()));
  }

  private void check(Location location, Setting setting) {
    for (Location other : locations.keySet()) {
      if (other.equals(location)) {
        break;
      }
      if (location.place().overlaps(other.place())) {
        throw setting.error(
            "this location overlaps location '" + other.name() + "'; change one path");
      }
    }
    SettingsMistakes found = new SettingsMistakes();
    for (LocationEdge edge : location.edges()) {
      found.check(() -> requireLocation(edge.to(), setting.get("edges")));
      found.check(() -> refuseRealtime(edge.to(), setting.get("edges")));
    }
    if (location.subject() instanceof SubjectLocator.Through through) {
      found.check(
          () -> requireLocation(through.location(), setting.find("through").orElse(setting)));
    }
    found.throwIfAny();
  }

  private void refuseRealtime(String name, Setting at) {
    if (locations.keySet().stream()
        .anyMatch(each -> each.name().equals(name) && each.place() instanceof Place.Realtime)) {
      throw at.error(
          "'" + name + "' is in the Realtime Database, which only an erasure reaches; remove it");
    }
  }

  private void requireLocation(String name, Setting at) {
    if (!names.contains(name)) {
      throw at.error("no location is named '" + name + "'");
    }
  }
}
