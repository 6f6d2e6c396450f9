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
      mistakes.check(() -> refuseRealtime(edge.to(), setting.get("edges"), all));
    }
    if (location.subject() instanceof SubjectLocator.Through through) {
      mistakes.check(() -> requireLocation(through.location(), setting.get("through"), names));
    }
    mistakes.throwIfAny();
  }

  private static void refuseRealtime(String name, Setting at, Set<Location> all) {
    if (all.stream()
        .anyMatch(each -> each.name().equals(name) && each.place() instanceof Place.Realtime)) {
      throw at.error(
          "'" + name + "' is in the Realtime Database, which only an erasure reaches; remove it");
    }
  }

  private static void requireLocation(String name, Setting at, Set<String> names) {
    if (!names.contains(name)) {
      throw at.error("no location is named '" + name + "'");
    }
  }
}
