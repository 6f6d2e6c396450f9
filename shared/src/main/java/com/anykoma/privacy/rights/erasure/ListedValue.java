package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.platform.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a value out of a list in a document, and leaves the rest as it is. */
final class ListedValue {
  private ListedValue() {}

  /**
   * The top-level field that changes, with its new value.
   *
   * @param path of the list, dotted to reach into maps; there is one that has the value
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
