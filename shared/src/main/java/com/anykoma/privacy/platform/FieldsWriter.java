package com.anykoma.privacy.platform;

import com.anykoma.privacy.PermanentFailure;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private FieldsWriter() {}

  /** The fields as JSON; fails permanently for more than 1 MiB or more than 20 levels. */
  public static String write(Fields fields) {
    String json = write((Object) fields.asMap());
    if (json.length() > MAX_LENGTH) {
      throw new PermanentFailure("a document has more than 1 MiB");
    }
    return json;
  }

  /** One value, not null, as JSON inside a document. */
  public static String write(Object value) {
    return LONE_SURROGATE // UTF-8 cannot encode one
        .matcher(json(value, 0).toString())
        .replaceAll(each -> "\\\\u%04x".formatted((int) each.group().charAt(0)));
  }

  private static JsonElement json(@Nullable Object value, int depth) {
    if (value == null) {
      return JsonNull.INSTANCE;
    } else if (value instanceof String text) {
      return new JsonPrimitive(text);
    } else if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    } else if (value instanceof Instant time) {
      return tagged("@t", new JsonPrimitive(Micros.of(time)));
    } else if (value instanceof Map<?, ?> map) {
      return object(map, depth);
    } else if (value instanceof List<?> list) {
      requireShallow(depth);
      JsonArray array = new JsonArray(list.size());
      list.forEach(each -> array.add(json(each, depth + 1)));
      return array;
    } else if (value instanceof Bytes bytes) {
      String base64 = Base64.getEncoder().encodeToString(bytes.toArray());
      return tagged("@b", new JsonPrimitive(base64));
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      return tagged("@d", new JsonPrimitive(number.toString()));
    }
    return new JsonPrimitive((Number) value);
  }

  private static JsonObject object(Map<?, ?> map, int depth) {
    requireShallow(depth);
    JsonObject object = new JsonObject();
    map.forEach(
        (key, each) -> {
          String name = (String) key;
          object.add(name.startsWith("@") ? "@" + name : name, json(each, depth + 1));
        });
    return object;
  }

  private static JsonObject tagged(String tag, JsonPrimitive value) {
    JsonObject object = new JsonObject();
    object.add(tag, value);
    return object;
  }

  private static void requireShallow(int depth) {
    if (depth > MAX_DEPTH) {
      throw new PermanentFailure("a document is nested more than " + MAX_DEPTH + " levels deep");
    }
  }
}
