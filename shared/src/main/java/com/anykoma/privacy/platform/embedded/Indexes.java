package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Query;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The indexes that Firestore is deployed with, {@code firestore.indexes.json}: those over several
 * fields, and what is otherwise than by default, which is an index over each field alone for
 * queries of one collection and none for queries of a collection group. Firestore refuses what no
 * index serves; its emulator and the embedded database do not.
 *
 * @param composite each {@code group|collection|fields in order}
 * @param exempt each {@code collection|field} without the indexes that there are by default
 * @param grouped each {@code collection|field} with an index for collection groups. In all three, a
 *     field whose list is indexed by what it has ends with {@code []}
 */
public record Indexes(Set<String> composite, Set<String> exempt, Set<String> grouped) {
  private static final String OF_LISTS = "arrayConfig";

  public Indexes {
    composite = Set.copyOf(composite);
    exempt = Set.copyOf(exempt);
    grouped = Set.copyOf(grouped);
  }

  /**
   * Reads the file.
   *
   * @param json {@code firestore.indexes.json}
   */
  public static Indexes read(String json) {
    JsonObject file = JsonParser.parseString(json).getAsJsonObject();
    Set<String> composite = new HashSet<>();
    for (JsonObject each : objects(file.getAsJsonArray("indexes"))) {
      Stream<String> fields =
          objects(each.getAsJsonArray("fields")).stream()
              .map(it -> name(text(it, "fieldPath"), it.has(OF_LISTS)));
      composite.add(
          key(text(each, "queryScope").equals("COLLECTION_GROUP"), text(each, "collectionGroup"))
              + fields.collect(Collectors.joining(",")));
    }
    Set<String> exempt = new HashSet<>();
    Set<String> grouped = new HashSet<>();
    for (JsonObject each : objects(file.getAsJsonArray("fieldOverrides"))) {
      for (boolean ofLists : new boolean[] {false, true}) {
        String field = text(each, "collectionGroup") + "|" + name(text(each, "fieldPath"), ofLists);
        Set<String> scopes =
            objects(each.getAsJsonArray("indexes")).stream()
                .filter(it -> it.has(OF_LISTS) == ofLists)
                .map(it -> text(it, "queryScope"))
                .collect(Collectors.toSet());
        if (!scopes.contains("COLLECTION")) {
          exempt.add(field);
        }
        if (scopes.contains("COLLECTION_GROUP")) {
          grouped.add(field);
        }
      }
    }
    return new Indexes(composite, exempt, grouped);
  }

  private static Set<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static String name(String field, boolean ofLists) {
    return ofLists ? field + "[]" : field;
  }

  private static String key(boolean group, String collection) {
    return group + "|" + collection + "|";
  }

  /** The fields that a query lacks an index over; empty when it is served. */
  Optional<String> lacking(Query query) {
    String collection = query.collection().substring(query.collection().lastIndexOf('/') + 1);
    Set<String> equal = new LinkedHashSet<>();
    query.conditions().stream()
        .filter(each -> each.operator() == Query.Operator.EQUAL)
        .forEach(each -> equal.add(each.field()));
    Set<String> fields = new LinkedHashSet<>(equal);
    query.conditions().stream()
        .filter(each -> each.operator() == Query.Operator.CONTAINS)
        .forEach(each -> fields.add(name(each.field(), true)));
    query.orders().forEach(each -> fields.add(each.field()));
    boolean merged = fields.size() == 1 || fields.equals(equal); // equalities alone are merged
    boolean isServed =
        composite.contains(key(query.group(), collection) + String.join(",", fields))
            || (merged && fields.stream().allMatch(it -> single(query.group(), collection, it)));
    return isServed ? Optional.empty() : Optional.of(collection + ": " + String.join(", ", fields));
  }

  private boolean single(boolean group, String collection, String field) {
    String key = collection + "|" + field;
    return group ? grouped.contains(key) : !exempt.contains(key);
  }
}
