package com.anykoma.privacy.infra;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.DocumentIndex;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.Indexes;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares a product's Firestore indexes with its data map: each index is on fields of a location
 * of the product, and each query that expiry, erasure and purge derive from the map has an index. A
 * query without its index fails in production.
 */
final class IndexesCheck {
  private IndexesCheck() {}

  /**
   * Checks the indexes.
   *
   * @param product the indexes of the product's file
   * @param records the indexes that this software deploys for its own records
   * @param file the parsed file of the product's indexes
   * @throws SettingsException with all mistakes
   */
  static void check(Indexes product, Indexes records, Setting file, DataMap map) {
    SettingsMistakes mistakes = new SettingsMistakes();
    List<Location> locations = map.locations().stream().filter(IndexesCheck::isMain).toList();
    for (Setting each : file.get("indexes").list()) {
      for (Setting field : each.get("fields").list()) {
        mistakes.check(() -> requireField(each, field.get("fieldPath"), locations));
      }
    }
    for (Setting each : file.get("fieldOverrides").list()) {
      mistakes.check(
          () -> {
            requireField(each, each.get("fieldPath"), locations);
            requireUnused(each, records);
          });
    }
    Indexes indexes = product.and(records);
    for (Location each : locations) {
      for (Query query : queries(each)) {
        indexes
            .missingIndex(query)
            .map(it -> missing(map.definition(each.name()), indexes, it))
            .ifPresent(mistakes::add);
      }
    }
    mistakes.throwIfAny();
  }

  private static boolean isMain(Location location) {
    return location.place() instanceof Place.Documents in
        && in.database().equals(Place.Documents.MAIN);
  }

  private static void requireField(Setting index, Setting field, List<Location> locations) {
    Setting collection = index.get("collectionGroup");
    List<Location> candidates =
        locations.stream().filter(each -> idOf(each).equals(collection.string())).toList();
    if (!candidates.isEmpty()
        && candidates.stream().allMatch(each -> each.role() == LocationRole.OWN)) {
      throw collection.error(
          "the collection '%s' is this software's own, and its indexes are deployed with it;"
                  .formatted(collection.string())
              + " remove this one");
    }
    if (candidates.isEmpty()) {
      throw collection.error(
          "no location of datamap.yaml is in a collection '"
              + collection.string()
              + "'; remove the index or add the location");
    }
    String name = field.string();
    boolean isKnown =
        candidates.stream()
            .flatMap(each -> each.fields().stream())
            .anyMatch(
                each ->
                    each.name().equals(name)
                        || (each.name().endsWith(".*")
                            && name.startsWith(each.name().replace(".*", "."))));
    if (!isKnown) {
      throw field.error(
          "no location of datamap.yaml in '%s' has a field '%s'; remove the index or add the field"
              .formatted(collection.string(), name));
    }
  }

  /** Terraform configures a field once. */
  private static void requireUnused(Setting override, Indexes records) {
    String field = override.get("fieldPath").string();
    String collection = override.get("collectionGroup").string();
    if (records.overridden().contains(collection + "|" + field)) {
      throw override.error(
          "this software has an override for this field in its own collections '"
              + collection
              + "'; rename the field or the collection");
    }
  }

  private static String idOf(Location location) {
    List<String> collections = location.place().pattern().orElseThrow().collections();
    return collections.get(collections.size() - 1);
  }

  private static SettingsException missing(Setting location, Indexes indexes, DocumentIndex index) {
    return location.error(
        "the query by "
            + String.join(", ", index.fields())
            + " has no index; "
            + index.remedy(indexes.isOverridden(index)));
  }

  /**
   * The queries that expiry, erasure and purge run on a location. If a path of content does not
   * name its owner, a purge searches every person's records about an item.
   */
  private static List<Query> queries(Location location) {
    Place.Documents in = (Place.Documents) location.place();
    List<Query> queries = new ArrayList<>();
    if (location.expiry().isPresent()) {
      queries.add(
          in.among(Map.of())
              .where(
                  location.ageField().orElseThrow(), Query.Operator.LESS_OR_EQUAL, Instant.EPOCH));
    }
    if (location.subject() instanceof SubjectLocator.InField key) {
      queries.add(in.among(Map.of()).whereEqual(key.field(), "x"));
    } else if (location.subject() instanceof SubjectLocator.Through key) {
      queries.add(in.among(Map.of()).whereEqual(key.field(), "x"));
    }
    location
        .subjectLists()
        .forEach(field -> queries.add(in.among(Map.of()).whereContains(field, "x")));
    Map<String, String> owner =
        location.subject() instanceof SubjectLocator.InPath key ? Map.of(key.id(), "x") : Map.of();
    location
        .itemField()
        .ifPresent(
            field -> {
              queries.add(in.among(owner).whereEqual(field, "x"));
              queries.add(in.among(Map.of()).whereEqual(field, "x"));
            });
    return queries;
  }
}
