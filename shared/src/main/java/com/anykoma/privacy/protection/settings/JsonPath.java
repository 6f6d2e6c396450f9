package com.anykoma.privacy.protection.settings;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects values of parsed JSON: {@code rule.condition.age} gives those of all elements of a list
 * {@code rule}, {@code rule[action.type=Delete].condition.age} those of some.
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile("(?<name>\\w+)(?:\\[(?<where>[\\w.]+)=(?<value>[^]]*)])?\\.?");

  private JsonPath() {}

  /** The values at a path; none if it is absent. */
  static Stream<Object> values(Object json, String path) {
    Matcher step = STEP.matcher(path);
    Stream<Object> found = Stream.of(json);
    while (step.find()) {
      String name = step.group("name");
      String where = step.group("where");
      String value = step.group("value");
      found =
          found
              .flatMap(
                  each -> each instanceof Map<?, ?> map ? elements(map.get(name)) : elements(null))
              .filter(each -> where == null || texts(each, where).contains(value));
    }
    return found;
  }

  /** The values at a path as texts. */
  static List<String> texts(Object json, String path) {
    return values(json, path).map(String::valueOf).toList();
  }

  private static Stream<Object> elements(@Nullable Object value) {
    if (value == null) {
      return Stream.empty();
    }
    return value instanceof List<?> list ? list.stream().map(Object.class::cast) : Stream.of(value);
  }
}
