package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.platform.Fields;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tree of allowed field names. A stored name with a dot never matches a path (E25). */
final class FieldNames {
  private static final String ANY = "*";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, FieldNames> below = new HashMap<>();
  private boolean isField;

  static FieldNames of(Collection<DataField> fields) {
    FieldNames root = new FieldNames();
    for (DataField field : fields) {
      FieldNames at = root;
      for (String segment : field.segments()) {
        at = at.below.computeIfAbsent(segment, each -> new FieldNames());
      }
      at.isField = true;
    }
    return root;
  }

  /** Returns the sorted dotted names in {@code fields} that this tree does not contain. */
  Set<String> unlisted(Fields fields) {
    Set<String> unlisted = new TreeSet<>();
    collect("", fields.asMap(), unlisted);
    return unlisted;
  }

  /** Returns the fields without those that this tree does not contain. */
  Fields listed(Fields fields) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    fields
        .asMap()
        .forEach(
            (name, value) -> {
              FieldNames listed = name.equals(ANY) ? null : below.get(name);
              if (listed != null) {
                kept.put(name, listed.listedIn(value));
              }
            });
    return Fields.of(kept);
  }

  @SuppressWarnings("unchecked") // the keys of a stored map are strings
  private @Nullable Object listedIn(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return below.containsKey(ANY)
          ? map
          : listed(Fields.of((Map<String, @Nullable Object>) map)).asMap();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::listedIn).toList();
    }
    return isField ? value : null;
  }

  private void collect(String prefix, Map<?, ?> map, Set<String> unlisted) {
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          String shown = prefix + (PLAIN.matcher(name).matches() ? name : "`" + name + "`");
          // a stored name '*' is an ordinary name, and no map lists it
          FieldNames listed = name.equals(ANY) ? null : below.get(name);
          if (listed == null) {
            unlisted.add(shown);
          } else {
            listed.collectValue(shown, value, unlisted);
          }
        });
  }

  private void collectValue(String name, @Nullable Object value, Set<String> unlisted) {
    if (value instanceof Map<?, ?> map) {
      if (!below.containsKey(ANY)) {
        collect(name + ".", map, unlisted);
      }
    } else if (value instanceof List<?> list) {
      list.forEach(each -> collectValue(name, each, unlisted));
    } else if (value != null && !isField) {
      unlisted.add(name);
    }
  }
}
