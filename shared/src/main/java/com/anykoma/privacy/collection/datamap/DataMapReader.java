package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses a data map and checks its consistency; every error names the line in the file. */
final class DataMapReader {
  private DataMapReader() {}

  static DataMap read(Setting root) {
    SettingsMistakes mistakes = new SettingsMistakes();
    mistakes.check(() -> root.allowKeys("categories", "retention", "locations"));
    Optional<Map<String, RetentionClass>> retention =
        mistakes.read(() -> root.get("retention").readEachMember(DataMapReader::retentionClass));
    Optional<Set<DataCategory>> categories =
        mistakes.read(() -> categories(root.get("categories")));
    Setting listed = root.get("locations");
    if (retention.isEmpty() || categories.isEmpty()) {
      mistakes.throwIfAny();
    }
    LocationReader reader =
        new LocationReader(new FieldReader(categories.orElseThrow(), retention.orElseThrow()));
    Map<Location, Setting> locations = new LinkedHashMap<>();
    listed
        .members()
        .forEach(
            (name, each) ->
                mistakes
                    .read(() -> reader.read(name, each))
                    .ifPresent(location -> locations.put(location, each)));
    Set<String> names = listed.members().keySet();
    locations.forEach(
        (location, setting) ->
            mistakes.check(() -> check(location, setting, locations.keySet(), names)));
    mistakes.throwIfAny();
    NestedLocations.check(locations, mistakes);
    mistakes.throwIfAny();
    return new DataMap(List.copyOf(locations.keySet()), retention.orElseThrow());
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

  private static void check(
      Location location, Setting setting, Set<Location> all, Set<String> names) {
    for (Location other : all) {
      if (other.equals(location)) {
        break;
      }
      if (location.place().overlaps(other.place())) {
        throw setting.error(
            "this location overlaps location '" + other.name() + "'; change one path");
      }
    }
    SettingsMistakes mistakes = new SettingsMistakes();
    for (LocationEdge edge : location.edges()) {
      mistakes.check(() -> requireLocation(edge.to(), setting.get("edges"), names));
    }
    setting
        .find("through")
        .ifPresent(it -> mistakes.check(() -> requireLocation(it.string(), it, names)));
    all.stream()
        .filter(each -> leadsTo(location, each))
        .forEach(
            each -> mistakes.check(() -> checkThrough(location, each, setting.get("through"))));
    mistakes.throwIfAny();
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

  private static void requireLocation(String name, Setting at, Set<String> names) {
    if (!names.contains(name)) {
      throw at.error("no location is named '" + name + "'");
    }
  }
}
