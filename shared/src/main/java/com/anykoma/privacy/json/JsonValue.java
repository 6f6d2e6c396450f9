package com.anykoma.privacy.json;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object read by {@link StrictJson}, with its path in the document for error messages. The
 * readers return empty for an absent or null member. They throw {@link MalformedJson} with the path
 * for a member of another type.
 */
public final class JsonValue {
  private static final long MAX_COUNT = (1L << 53) - 1;

  private final String path;
  private final Map<String, @Nullable Object> members;

  JsonValue(String path, Map<String, @Nullable Object> members) {
    this.path = path;
    this.members = members;
  }

  public Optional<String> string(String name) {
    return typed(name, String.class, "a string");
  }

  public String requiredString(String name) {
    return string(name).orElseThrow(() -> problem(name, "is missing"));
  }

  public Optional<Boolean> flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  public boolean requiredFlag(String name) {
    return flag(name).orElseThrow(() -> problem(name, "is missing"));
  }

  /** A whole number that fits a long. */
  public Optional<Long> number(String name) {
    return typed(name, Number.class, "a number").map(value -> whole(name, value));
  }

  /** A whole number in protobuf's JSON form for an int64: in quotes, at most 18 digits, or bare. */
  public Optional<Long> int64(String name) {
    if (members.get(name) instanceof String digits) {
      if (!digits.matches("-?[0-9]{1,18}")) {
        throw problem(name, "is not a whole number");
      }
      return Optional.of(Long.valueOf(digits));
    }
    return number(name);
  }

  /** A required whole number from 0 to 2^53 - 1, which JSON holds exactly (RFC 8259, section 6). */
  public long requiredCount(String name) {
    long count = number(name).orElseThrow(() -> problem(name, "is missing"));
    if (count < 0 || count > MAX_COUNT) {
      throw problem(name, "is not a whole number from 0 to 2^53 - 1");
    }
    return count;
  }

  private long whole(String name, Number value) {
    if (value instanceof Long whole) {
      return whole;
    }
    throw problem(name, "is not a whole number");
  }

  public Optional<JsonValue> object(String name) {
    return typed(name, Map.class, "an object").map(value -> nested(name, value));
  }

  public JsonValue requiredObject(String name) {
    return object(name).orElseThrow(() -> problem(name, "is missing"));
  }

  /** The objects of an array, none when it is absent. */
  public List<JsonValue> objects(String name) {
    return elements(name, Map.class, "an object").map(each -> nested(name, each)).toList();
  }

  /** The strings of an array, none when it is absent. */
  public List<String> strings(String name) {
    return elements(name, String.class, "a string").toList();
  }

  private <T> Stream<T> elements(String name, Class<T> type, String what) {
    List<?> values = typed(name, List.class, "an array").orElse(List.of());
    if (!values.stream().allMatch(type::isInstance)) {
      throw problem(name, "contains an element that is not " + what);
    }
    return values.stream().map(type::cast);
  }

  /** The id of a reference that Stripe writes as an id, or as the expanded object. */
  public Optional<String> idOf(String name) {
    Object value = members.get(name);
    return value instanceof Map<?, ?> expanded
        ? Optional.of(nested(name, expanded).requiredString("id"))
        : string(name);
  }

  /** The names of the members, including those whose value is null. */
  public Set<String> names() {
    return Collections.unmodifiableSet(members.keySet());
  }

  public JsonValue without(String name) {
    Map<String, @Nullable Object> fewer = new HashMap<>(members);
    fewer.remove(name);
    return new JsonValue(path, fewer);
  }

  /** Checks that the object has the required members, no others but optional ones, and no null. */
  public void requireNames(Set<String> required, Set<String> optional) {
    for (String each : required) {
      if (!members.containsKey(each)) {
        throw problem(each, "is missing");
      }
    }
    members.forEach(
        (name, value) -> {
          if (!required.contains(name) && !optional.contains(name)) {
            throw new MalformedJson(
                (path.isEmpty() ? "the object" : "'" + path + "'") + " has an unexpected member");
          }
          if (value == null) {
            throw problem(name, "is null");
          }
        });
  }

  /** The members as an unmodifiable map of the values that {@link StrictJson} creates. */
  public Map<String, @Nullable Object> members() {
    return Collections.unmodifiableMap(members);
  }

  /** The error for an invalid member; the message has its path and {@code what}. */
  public MalformedJson problem(String name, String what) {
    return new MalformedJson("'" + pathOf(name) + "' " + what);
  }

  private <T> Optional<T> typed(String name, Class<T> type, String what) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw problem(name, "is not " + what);
    }
    return Optional.of(type.cast(value));
  }

  @SuppressWarnings("unchecked") // StrictJson makes only maps with string keys
  private JsonValue nested(String name, Map<?, ?> map) {
    return new JsonValue(pathOf(name), (Map<String, @Nullable Object>) map);
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
