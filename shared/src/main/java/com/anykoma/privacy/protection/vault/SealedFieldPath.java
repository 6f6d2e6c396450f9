package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.collection.datamap.DataField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The path from a top-level field to the values that a field of the data map names. It descends
 * into maps by key, with {@code *} for every key, and into every element of a list.
 *
 * @param name the dotted name so far; sealed values are bound to the full name
 * @param rest the remaining segments
 */
record SealedFieldPath(String name, List<String> rest) {
  private static final String ANY = "*";

  static SealedFieldPath of(DataField field) {
    return new SealedFieldPath(
        field.segments().get(0), field.segments().subList(1, field.segments().size()));
  }

  /** A copy of {@code value} with {@code leaf} applied to each value at the end of the path. */
  Object replaceValues(Object value, BiFunction<String, Object, Object> leaf) {
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
      list.forEach(each -> copy.add(each == null ? null : replaceValues(each, leaf)));
      return copy;
    }
    return value;
  }

  private @Nullable Object entry(
      String key, @Nullable Object value, BiFunction<String, Object, Object> leaf) {
    boolean isOnPath = rest.get(0).equals(ANY) || rest.get(0).equals(key);
    return value == null || !isOnPath
        ? value
        : new SealedFieldPath(name + "." + key, rest.subList(1, rest.size()))
            .replaceValues(value, leaf);
  }
}
