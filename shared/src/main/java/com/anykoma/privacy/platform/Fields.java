package com.anykoma.privacy.platform;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document, immutable. A value is {@code null}, a {@link Boolean}, {@link Long},
 * {@link Double}, {@link String}, {@link Instant} in microseconds, {@link Bytes}, a {@link List} of
 * values or a {@link Map} from string to value. Never prints its values.
 *
 * <p>The typed readers return empty for an absent or null field. They throw {@link
 * IllegalArgumentException} with the field's name for another type. For data that a client wrote,
 * use {@link #value} and check its type.
 */
public final class Fields {
  private static final Fields EMPTY = new Fields(Map.of());

  private final Map<String, @Nullable Object> values;

  private Fields(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  public static Fields empty() {
    return EMPTY;
  }

  /** A deep copy of values of supported types; {@link Integer} becomes {@link Long}. */
  public static Fields of(Map<String, ? extends @Nullable Object> values) {
    return new Fields(copy(values));
  }

  /** A copy with this field added or replaced. */
  public Fields with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.put(name, checked(name, value));
    return new Fields(Collections.unmodifiableMap(more));
  }

  /** A copy with this field added or replaced if {@code value} is present. */
  public Fields with(String name, Optional<?> value) {
    return value.isPresent() ? with(name, value.get()) : this;
  }

  /** A copy with the fields of {@code changes} added or replaced. */
  public Fields with(Fields changes) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.putAll(changes.values);
    return new Fields(Collections.unmodifiableMap(more));
  }

  public Fields without(String name) {
    Map<String, @Nullable Object> fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new Fields(Collections.unmodifiableMap(fewer));
  }

  /** The fields as an unmodifiable map, in insertion order. */
  public Map<String, @Nullable Object> asMap() {
    return values;
  }

  /** Whether the field exists; its value may be null. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value, of any type; empty when absent or null. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether a dotted path, {@code plan.standing}, leads to a field; its value may be null. */
  public boolean hasAt(String path) {
    return holder(path).containsKey(lastName(path));
  }

  /** The value at a dotted path; empty when absent or null. */
  public Optional<Object> at(String path) {
    return Optional.ofNullable(holder(path).get(lastName(path)));
  }

  /** The map that contains the last name of the path; an empty map when there is none. */
  private Map<?, ?> holder(String path) {
    Map<?, ?> holder = values;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      if (!(holder.get(names[i]) instanceof Map<?, ?> inner)) {
        return Map.of();
      }
      holder = inner;
    }
    return holder;
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  public Optional<String> string(String name) {
    return typed(name, String.class);
  }

  public Optional<Long> number(String name) {
    return typed(name, Long.class);
  }

  public Optional<Instant> instant(String name) {
    return typed(name, Instant.class);
  }

  /** The flag; false when absent. */
  public boolean flag(String name) {
    return typed(name, Boolean.class).orElse(false);
  }

  /** The fields of a nested map; empty when absent. */
  public Fields map(String name) {
    return typed(name, Map.class).map(Fields::nested).orElse(EMPTY);
  }

  /** The maps in a list; empty when absent. */
  public List<Fields> maps(String name) {
    return elements(name, Map.class).map(Fields::nested).toList();
  }

  /** The strings in a list; empty when absent. */
  public List<String> strings(String name) {
    return elements(name, String.class).toList();
  }

  private <T> Stream<T> elements(String name, Class<T> type) {
    List<?> list = typed(name, List.class).orElse(List.of());
    if (!list.stream().allMatch(type::isInstance)) {
      throw wrongType(name);
    }
    return list.stream().map(type::cast);
  }

  /** Calls {@code each} with the name and fields of every nested map; skips other values. */
  public void forEachMap(BiConsumer<String, Fields> each) {
    values.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            each.accept(name, nested(map));
          }
        });
  }

  private <T> Optional<T> typed(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrongType(name);
    }
    return Optional.of(type.cast(value));
  }

  private static IllegalArgumentException wrongType(String name) {
    return new IllegalArgumentException("field '" + name + "' has another type");
  }

  @SuppressWarnings("unchecked") // every nested map was checked and copied by checked()
  private static Fields nested(Map<?, ?> map) {
    return new Fields((Map<String, @Nullable Object>) map);
  }

  private static Map<String, @Nullable Object> copy(Map<?, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException("the name of a field is not a string");
          }
          copy.put(name, checked(name, value));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object checked(String name, @Nullable Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Instant time) {
      return time.truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof Fields fields) {
      return fields.values;
    }
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (Object each : list) {
        copy.add(checked(name, each));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double
        || value instanceof String
        || value instanceof Bytes) {
      return value;
    }
    throw new IllegalArgumentException(
        "field '" + name + "' has the unsupported type " + value.getClass().getSimpleName());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields that && Objects.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "[" + values.size() + " fields]";
  }
}
