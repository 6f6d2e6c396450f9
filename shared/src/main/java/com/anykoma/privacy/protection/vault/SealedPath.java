package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.collection.datamap.DataField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way from a document's top-level field to the values that a field of the data map names: into
 * maps by name, into the maps of lists, and by {@code *} to whatever a map holds.
 *
 * @param name of the field so far, dotted: what a sealed value is bound to
 * @param rest the names that are left to go
 */
record SealedPath(String name, List<String> rest) {
  private static final String ANY = "*";

  static SealedPath of(DataField field) {
    return new SealedPath(
        field.segments().get(0), field.segments().subList(1, field.segments().size()));
  }

  /** The value with what {@code leaf} makes of each value that the way leads to. */
  Object replaced(Object value, BiFunction<String, Object, Object> leaf) {
    if (rest.isEmpty()) {
      return leaf.apply(name, value);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put((String) key, entry((String) key, each, leaf)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(each == null ? null : replaced(each, leaf)));
      return copy;
    }
    return value;
  }

  private @Nullable Object entry(
      String key, @Nullable Object value, BiFunction<String, Object, Object> leaf) {
    boolean onTheWay = rest.get(0).equals(ANY) || rest.get(0).equals(key);
    return value == null || !onTheWay
        ? value
        : new SealedPath(name + "." + key, rest.subList(1, rest.size())).replaced(value, leaf);
  }
}
