package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields as compact JSON that {@link FieldsReader} parses to equal fields. A value without a
 * JSON type becomes an object with one tag: an instant {@code {"@t":micros}}, bytes {@code
 * {"@b":"base64"}}, a number that is not finite {@code {"@d":"NaN"}}. A field name that starts with
 * {@code @} gets a second {@code @}, so it is never read as a tag. Only a whole number is written
 * without a point and exponent.
 */
public final class FieldsWriter {
  /** Firestore's limit on the depth of maps and lists. */
  private static final int MAX_DEPTH = 20;

  /** Firestore's limit on the size of a document, applied to the characters of its JSON. */
  private static final int MAX_LENGTH = 1 << 20;

  private final StringBuilder out = new StringBuilder(256);

  private FieldsWriter() {}

  /** The fields as JSON; fails permanently for more than 1 MiB or more than 20 levels. */
  public static String write(Fields fields) {
    FieldsWriter writer = new FieldsWriter();
    writer.map(fields.asMap(), 0);
    if (writer.out.length() > MAX_LENGTH) {
      throw new PermanentFailure("a document has more than 1 MiB");
    }
    return writer.out.toString();
  }

  /** One value, not null, as JSON inside a document. */
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

  /** A lone surrogate is escaped, because UTF-8 cannot encode it. */
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
