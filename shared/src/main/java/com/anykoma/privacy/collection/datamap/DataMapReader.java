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
    if (reader.locations.size() == reader.names.size()) { // else one with a mistake may be it
      reader.checkAccounts(product.get("locations"));
    }
    return reader.map(own);
  }

  /** Requires the sign-in accounts and one location of the documents that the app has for them. */
  private void checkAccounts(Setting listed) {
    if (locations.keySet().stream().noneMatch(it -> it.place() instanceof Place.Accounts)) {
      mistakes.add(
          listed.error(
              "no location is of kind account, so an erasure would leave the sign-in account; add"
                  + " one"));
    }
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
        && in.path().segments().size() == 2
        && in.path().names(owner.id()))) {
      throw setting
          .get("path")
          .error(
              "an account's document is in the main database, and its id is the uid; write"
                  + " COLLECTION/{uid}");
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
    for (String each : List.of("corpus", "reviews", "safetyReviews", "breakGlass")) {
      implied.add(new LocationEdge(LocationEdge.Kind.DERIVED, each, Optional.empty()));
    }
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
    setting.find("through").ifPresent(it -> found.check(() -> requireLocation(it.string(), it)));
    locations.keySet().stream()
        .filter(each -> leadsTo(location, each))
        .forEach(
            each ->
                found.check(
                    () -> checkThrough(location, each, setting.find("through").orElse(setting))));
    found.throwIfAny();
  }

  private static boolean leadsTo(Location from, Location to) {
    return (from.subject() instanceof SubjectLocator.Through field
            && field.location().equals(to.name()))
        || (from.subject() instanceof SubjectLocator.ThroughPath id
            && id.location().equals(to.name()));
  }

  /** Refuses documents whose owner another document cannot name, or that outlive that document. */
  private static void checkThrough(Location from, Location to, Setting at) {
    boolean isDeleted = from.erase().action() == EraseRule.Action.DELETE;
    if (!(from.place() instanceof Place.Documents) || !(isDeleted || from.stamped())) {
      return;
    }
    boolean namesOwner =
        to.subject() instanceof SubjectLocator.InField
            || to.subject() instanceof SubjectLocator.InList;
    if (!(to.place() instanceof Place.Documents in)
        || !in.database().equals(Place.Documents.MAIN)
        || !namesOwner) {
      throw at.error(
          "'%s' must be documents of the main database whose subject is a field; if their path has the uid, name it there"
              .formatted(to.name()));
    }
    if (isDeleted && to.erase().action() != EraseRule.Action.DELETE) {
      throw at.error(
          "an erasure keeps '%s', so it could not find these documents: write erase: delete there"
              .formatted(to.name()));
    }
    PathPattern own = from.place().pattern().orElseThrow();
    List<String> leading = in.path().ids().subList(0, in.path().ids().size() - 1);
    if (from.subject() instanceof SubjectLocator.Through && !own.ids().containsAll(leading)) {
      throw at.error(
          "the path %s does not contain all ids of %s before its last one: %s"
              .formatted(own, in.path(), leading));
    }
    if (from.subject() instanceof SubjectLocator.ThroughPath through
        && !(own.isBeneath(in.path()) && own.upTo(through.id()).overlaps(in.path()))) {
      throw at.error(
          "{%s} is not the id of a document of '%s' above this one: the path must continue %s"
              .formatted(through.id(), to.name(), in.path()));
    }
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
