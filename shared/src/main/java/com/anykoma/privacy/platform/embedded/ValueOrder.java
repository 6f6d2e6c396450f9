package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Bytes;
import com.google.common.collect.Comparators;
import com.google.common.collect.Iterables;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Firestore's order of values of all types: null, flags, numbers, timestamps, strings by UTF-8
 * bytes, bytes, lists, maps. NaN sorts before all numbers.
 *
 * @see <a href="https://firebase.google.com/docs/firestore/manage-data/data-types">Firestore: value
 *     type ordering</a>
 */
final class ValueOrder {
  private static final List<Class<?>> TYPES =
      List.of(Boolean.class, Number.class, Instant.class, String.class, Bytes.class, List.class);
  private static final Comparator<Iterable<@Nullable Object>> LISTS =
      Comparators.lexicographical(ValueOrder::compare);

  private ValueOrder() {}

  /** The position of the value's type; values of the same type are comparable. */
  static int type(@Nullable Object value) {
    if (value == null) {
      return -1;
    }
    int type = Iterables.indexOf(TYPES, each -> each.isInstance(value));
    return type < 0 ? TYPES.size() : type; // a map is the last type
  }

  static int compare(@Nullable Object left, @Nullable Object right) {
    int byType = Integer.compare(type(left), type(right));
    if (byType != 0 || left == null || right == null) {
      return byType;
    }
    if (left instanceof Boolean flag) {
      return flag.compareTo((Boolean) right);
    }
    if (left instanceof Number number) {
      return numbers(number, (Number) right);
    }
    if (left instanceof Instant time) {
      return time.compareTo((Instant) right);
    }
    if (left instanceof String text) {
      return strings(text, (String) right);
    }
    if (left instanceof Bytes bytes) {
      return Arrays.compareUnsigned(bytes.toArray(), ((Bytes) right).toArray());
    }
    return LISTS.compare(elements(left), elements(right));
  }

  private static int numbers(Number left, Number right) {
    if (left instanceof Long && right instanceof Long) {
      return Long.compare(left.longValue(), right.longValue());
    }
    if (isFinite(left) && isFinite(right)) {
      return exact(left).compareTo(exact(right));
    }
    boolean leftNaN = Double.isNaN(left.doubleValue());
    boolean rightNaN = Double.isNaN(right.doubleValue());
    return leftNaN || rightNaN
        ? Boolean.compare(rightNaN, leftNaN)
        : Double.compare(left.doubleValue(), right.doubleValue());
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  /** Compares by code point, as UTF-8 does; UTF-16 sorts surrogates before the end of the BMP. */
  static int strings(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }

  private static List<@Nullable Object> elements(Object value) {
    if (value instanceof List<?> list) {
      return Collections.unmodifiableList(list);
    }
    Map<String, @Nullable Object> sorted = new TreeMap<>(ValueOrder::strings);
    ((Map<?, ?>) value).forEach((name, each) -> sorted.put((String) name, each));
    List<@Nullable Object> elements = new ArrayList<>();
    sorted.forEach((name, each) -> Collections.addAll(elements, name, each));
    return elements;
  }
}
