package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Converts a {@link TaskPayload} to attributes and back. Each component of the record is the
 * attribute of the same name, so the components of a payload are never renamed. An empty optional
 * component is no attribute; a component that is a payload itself contributes its own attributes.
 */
final class TaskAttributes {
  private static final Map<Class<?>, Function<String, ?>> READERS =
      Map.of(
          String.class, Function.identity(),
          Optional.class, Optional::of,
          List.class, text -> List.of(text.split(",", -1)),
          long.class, Long::valueOf,
          SubjectId.class, SubjectId::new,
          DocumentPath.class, DocumentPath::new,
          Instant.class, Instant::parse);

  private TaskAttributes() {}

  static Map<String, String> write(TaskPayload payload) {
    Map<String, String> attributes = new HashMap<>();
    try {
      for (RecordComponent each : payload.getClass().getRecordComponents()) {
        Object value = each.getAccessor().invoke(payload);
        if (value instanceof TaskPayload part) {
          attributes.putAll(part.attributes());
        } else {
          text(value).ifPresent(it -> attributes.put(each.getName(), it));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return Map.copyOf(attributes);
  }

  private static Optional<String> text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(TaskAttributes::text);
    }
    if (value instanceof List<?> list) {
      return Optional.of(String.join(",", list.stream().map(Object::toString).toList()));
    }
    if (value instanceof SubjectId subject) {
      return Optional.of(subject.value());
    }
    return Optional.of(value instanceof DocumentPath path ? path.value() : value.toString());
  }

  /** Reads the payload; a missing or malformed attribute is a permanent failure. */
  static <T extends TaskPayload> T read(Task task, Class<? extends T> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      return type.getConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(Arrays.stream(components).map(it -> value(task, it)).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Task task, RecordComponent component) {
    Class<?> type = component.getType();
    if (TaskPayload.class.isAssignableFrom(type)) {
      return read(task, type.asSubclass(TaskPayload.class));
    }
    String text = task.attributes().get(component.getName());
    if (text == null && type == Optional.class) {
      return Optional.empty();
    }
    if (text == null) {
      throw new PermanentFailure("a task lacks the attribute " + component.getName());
    }
    try {
      return Objects.requireNonNull(READERS.get(type)).apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new PermanentFailure("a task has a malformed attribute " + component.getName());
    }
  }
}
