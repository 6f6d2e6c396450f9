package com.anykoma.privacy.datamap;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.settings.Setting;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a data map and checks that its parts agree; every complaint names the line. */
final class DataMapReader {
  private DataMapReader() {}

  static DataMap read(Setting root) {
    root.allowing("categories", "retention", "locations");
    Map<String, RetentionClass> retention = new LinkedHashMap<>();
    root.get("retention").members().forEach((name, each) -> retention.put(name, term(name, each)));
    LocationReader reader =
        new LocationReader(new FieldReader(categories(root.get("categories")), retention));
    Map<Location, Setting> locations = new LinkedHashMap<>();
    root.get("locations")
        .members()
        .forEach((name, each) -> locations.put(reader.read(name, each), each));
    locations.forEach((location, setting) -> check(location, setting, locations));
    Nesting.check(locations);
    return new DataMap(List.copyOf(locations.keySet()), retention);
  }

  private static Set<DataCategory> categories(Setting groups) {
    Set<DataCategory> known = new LinkedHashSet<>();
    for (Setting group : groups.members().values()) {
      for (Setting each : group.list()) {
        if (!known.add(checked(each, () -> new DataCategory(each.string())))) {
          throw each.error("this category is there twice");
        }
      }
    }
    return known;
  }

  private static RetentionClass term(String name, Setting setting) {
    setting.allowing("max", "ground");
    return checked(
        setting,
        () ->
            new RetentionClass(
                name, setting.find("max").map(Setting::period), setting.get("ground").string()));
  }

  private static void check(Location location, Setting setting, Map<Location, Setting> all) {
    for (Location other : all.keySet()) {
      if (other.equals(location)) {
        break;
      }
      if (location.place().overlaps(other.place())) {
        throw setting.error("the same data is in location '" + other.name() + "' too");
      }
    }
    for (Edge edge : location.edges()) {
      requireLocation(edge.to(), setting.get("edges"), all);
    }
    if (location.subject() instanceof SubjectKey.Through through) {
      requireLocation(through.location(), setting.get("through"), all);
    }
  }

  private static void requireLocation(String name, Setting at, Map<Location, Setting> all) {
    if (all.keySet().stream().noneMatch(each -> each.name().equals(name))) {
      throw at.error("there is no location '" + name + "'");
    }
  }

  /** What {@code value} makes, or a complaint at the line of {@code at}. */
  static <T> T checked(Setting at, Supplier<T> value) {
    return at.checked(value);
  }
}
