package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.platform.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes a value from a list in a document. */
final class ListedValue {
  private ListedValue() {}

  /**
   * Returns the top-level field that changes, with its new value.
   *
   * @param path dotted path of an existing list that contains the value
   */
  static Fields without(Fields document, String path, Object value) {
    List<String> names = List.of(path.split("\\.", -1));
    Object top = document.value(names.get(0)).orElseThrow();
    return Fields.empty().with(names.get(0), without(top, names.subList(1, names.size()), value));
  }

  private static Object without(@Nullable Object within, List<String> names, Object value) {
    if (names.isEmpty()) {
      List<@Nullable Object> rest = new ArrayList<>((List<?>) within);
      rest.removeIf(value::equals);
      return rest;
    }
    Map<Object, @Nullable Object> map = new HashMap<>((Map<?, ?>) within);
    map.put(names.get(0), without(map.get(names.get(0)), names.subList(1, names.size()), value));
    return map;
  }
}
