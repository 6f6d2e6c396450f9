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

/**
 * What becomes of a record's fields when its IP addresses are cut to networks. Where no IP address
 * is, null takes the place of whatever is there: it may tell more than an address would (P14).
 */
final class TruncatedFields {
  private static final String ANY = "*";

  private TruncatedFields() {}

  /**
   * The top-level fields that change, with what they change to; none when all is cut already.
   *
   * @param truncated the fields that hold IP addresses
   */
  static Fields changes(List<DataField> truncated, Fields before) {
    Map<String, @Nullable Object> after = new LinkedHashMap<>(before.asMap());
    for (DataField each : truncated) {
      List<String> way = each.segments();
      after.replaceAll((name, value) -> name.equals(way.get(0)) ? cut(rest(way), value) : value);
    }
    after.entrySet().removeIf(it -> Objects.equals(it.getValue(), before.asMap().get(it.getKey())));
    return Fields.of(after);
  }

  private static List<String> rest(List<String> way) {
    return way.subList(1, way.size());
  }

  /** The value with all that the way leads to cut; lists are gone through. */
  private static @Nullable Object cut(List<String> way, @Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(each -> all.add(cut(way, each)));
      return all;
    }
    if (way.isEmpty()) {
      return value instanceof String text
          ? NetworkAddress.of(text).map(NetworkAddress::value).orElse(null)
          : null;
    }
    if (value instanceof Map<?, ?> map) {
      return within(way, map);
    }
    return value;
  }

  private static Object within(List<String> way, Map<?, ?> map) {
    boolean any = way.get(0).equals(ANY);
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = (String) key;
          if (any && value instanceof Map<?, ?>) {
            all.put(name, cut(way, value));
          } else {
            all.put(name, any || name.equals(way.get(0)) ? cut(rest(way), value) : value);
          }
        });
    return all;
  }
}
