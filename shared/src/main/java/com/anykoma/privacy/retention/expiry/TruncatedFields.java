package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.pseudonym.NetworkAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Truncates IP addresses in fields to networks; a value that is none becomes null (P14). */
final class TruncatedFields {
  private static final String ANY = "*";

  private TruncatedFields() {}

  /** Returns the top-level fields that change, with their new values; empty without any. */
  static Fields changes(List<DataField> truncated, Fields before) {
    Map<String, @Nullable Object> after = new LinkedHashMap<>(before.asMap());
    for (DataField each : truncated) {
      List<String> path = each.segments();
      after.replaceAll(
          (name, value) -> name.equals(path.get(0)) ? truncate(rest(path), value) : value);
    }
    after.entrySet().removeIf(it -> Objects.equals(it.getValue(), before.asMap().get(it.getKey())));
    return Fields.of(after);
  }

  private static List<String> rest(List<String> path) {
    return path.subList(1, path.size());
  }

  /** Truncates every value that the path leads to; visits every element of a list. */
  private static @Nullable Object truncate(List<String> path, @Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(each -> all.add(truncate(path, each)));
      return all;
    }
    if (path.isEmpty()) {
      return value instanceof String text
          ? NetworkAddress.of(text).map(NetworkAddress::value).orElse(null)
          : null;
    }
    if (value instanceof Map<?, ?> map) {
      return truncateMap(path, map);
    }
    return value;
  }

  private static Object truncateMap(List<String> path, Map<?, ?> map) {
    boolean any = path.get(0).equals(ANY);
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = (String) key;
          if (any && value instanceof Map<?, ?>) {
            all.put(name, truncate(path, value));
          } else {
            all.put(name, any || name.equals(path.get(0)) ? truncate(rest(path), value) : value);
          }
        });
    return all;
  }
}
