package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The people whom a document names in its lists of uids and its maps by uid. */
public final class NamedPeople {
  private static final String OTHER = "[another person]";
  private static final String OTHERS = "[other people]";

  private NamedPeople() {}

  /** Returns the top-level fields that change, with their new values. */
  static Fields without(SubjectId subject, Location location, Fields document) {
    Fields after = document;
    Set<String> changed = new TreeSet<>();
    for (String each : naming(location)) {
      after = replaced(after, each, value -> without(subject.value(), value), changed);
    }
    Fields changes = Fields.empty();
    for (String each : changed) {
      changes = changes.with(each, after.value(each));
    }
    return changes;
  }

  /**
   * Returns the document without other people: a placeholder for each uid of a list, and the number
   * of the other entries of a map.
   */
  public static Fields only(SubjectId subject, Location location, Fields document) {
    Fields after = document;
    for (String each : naming(location)) {
      after = replaced(after, each, value -> only(subject.value(), value), new TreeSet<>());
    }
    return after;
  }

  private static Object only(String uid, @Nullable Object named) {
    if (named instanceof List<?> list) {
      return list.stream().map(each -> only(uid, each)).toList();
    }
    if (named instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> own = new HashMap<>(map);
      own.keySet().retainAll(Set.of(uid));
      own.put(OTHERS, map.size() - own.size());
      return own;
    }
    return uid.equals(named) ? uid : OTHER;
  }

  private static Fields replaced(
      Fields fields, String path, UnaryOperator<@Nullable Object> change, Set<String> changed) {
    List<String> names = List.of(path.split("\\.", -1));
    Object before = fields.value(names.get(0)).orElse(null);
    Object after = replaced(before, names.subList(1, names.size()), change);
    if (before == null || after == null || after.equals(before)) {
      return fields;
    }
    changed.add(names.get(0));
    return fields.with(names.get(0), after);
  }

  private static @Nullable Object replaced(
      @Nullable Object within, List<String> names, UnaryOperator<@Nullable Object> change) {
    if (names.isEmpty()) {
      return change.apply(within);
    }
    if (!(within instanceof Map<?, ?> map) || !map.containsKey(names.get(0))) {
      return within;
    }
    Map<Object, @Nullable Object> copy = new HashMap<>(map);
    copy.put(names.get(0), replaced(map.get(names.get(0)), names.subList(1, names.size()), change));
    return copy;
  }

  /** The fields that list people or have maps by uid. */
  private static Iterable<String> naming(Location location) {
    return Iterables.concat(location.subjectLists(), location.subjectMaps());
  }

  private static @Nullable Object without(String uid, @Nullable Object named) {
    if (named instanceof List<?> list) {
      List<@Nullable Object> rest = new ArrayList<>(list);
      rest.removeIf(uid::equals);
      return rest;
    }
    if (named instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> rest = new HashMap<>(map);
      rest.remove(uid);
      return rest;
    }
    return named;
  }
}
