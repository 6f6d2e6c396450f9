package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields as compact JSON that {@link FieldsReader} reads back to equal fields. What JSON has
 * no type for is an object with one tagged name: an instant {@code {"@t":micros}}, bytes {@code
 * {"@b":"base64"}}, a number that is not finite {@code {"@d":"NaN"}}. A name of the user's that
 * starts with {@code @} gets another one in front, so it is never taken for a tag. A whole number
 * is an integer, any other has a point or an exponent.
 */
public final class FieldsWriter {
  /** Firestore's limit on nested maps and lists. */
  private static final int MAX_DEPTH = 20;

  /** Firestore's limit on a document, here taken in characters of JSON. */
  private static final int MAX_LENGTH = 1 << 20;

  private final StringBuilder out = new StringBuilder(256);

  private FieldsWriter() {}

  /**
   * The fields as JSON.
   *
   * @throws PermanentFailure for what Firestore would refuse too: larger than 1 MiB or nested more
   *     than 20 levels deep
   */
  public static String write(Fields fields) {
    FieldsWriter writer = new FieldsWriter();
    writer.map(fields.asMap(), 0);
    if (writer.out.length() > MAX_LENGTH) {
      throw new PermanentFailure("a document has more than 1 MiB");
    }
    return writer.out.toString();
  }

  /** One value, not null, as it stands in the JSON of a document that holds it. */
  public static String write(Object value) {
    FieldsWriter writer = new FieldsWriter();
    writer.value(value, 0);
    return writer.out.toString();
  }

  private void map(Map<?, ?> map, int depth) {
    requireShallow(depth);
    char separator = '{';
    for (Map.Entry<?, ?> each : map.entrySet()) {
      out.append(separator);
      String name = (String) each.getKey();
      string(name.startsWith("@") ? "@" + name : name);
      out.append(':');
      value(each.getValue(), depth + 1);
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private void list(List<?> list, int depth) {
    requireShallow(depth);
    char separator = '[';
    for (Object each : list) {
      out.append(separator);
      value(each, depth + 1);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void requireShallow(int depth) {
    if (depth > MAX_DEPTH) {
      throw new PermanentFailure("a document is nested more than " + MAX_DEPTH + " levels deep");
    }
  }

  private void value(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      string(text);
    } else if (value instanceof Instant time) {
      out.append("{\"@t\":").append(Micros.of(time)).append('}');
    } else if (value instanceof Map<?, ?> map) {
      map(map, depth);
    } else if (value instanceof List<?> list) {
      list(list, depth);
    } else if (value instanceof Bytes bytes) {
      out.append("{\"@b\":\"");
      out.append(Base64.getEncoder().encodeToString(bytes.toArray())).append("\"}");
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      out.append("{\"@d\":\"").append(number).append("\"}");
    } else {
      out.append(value); // null, a flag or a finite number: JSON's own
    }
  }

  private void string(String text) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || (Character.isSurrogate(c) && !paired(text, i))) {
        out.append(text, plain, i);
        escape(c);
        plain = i + 1;
      }
    }
    out.append(text, plain, text.length()).append('"');
  }

  /** UTF-8 cannot carry half a surrogate pair. */
  private static boolean paired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }

  private void escape(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(Character.forDigit((c >> shift) & 0xF, 16));
      }
    }
  }
}
