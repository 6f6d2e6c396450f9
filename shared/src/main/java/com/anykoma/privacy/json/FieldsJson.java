package com.anykoma.privacy.json;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields as JSON: times in ISO 8601, bytes in Base64, and integers beyond 2^53 as strings of
 * digits, because JavaScript and most JSON readers would round them. NaN and infinities, which JSON
 * does not have, are null in the fields and listed beside them.
 */
public final class FieldsJson {
  /** JavaScript's {@code Number.MAX_SAFE_INTEGER}. */
  private static final long MAX_EXACT = (1L << 53) - 1;

  private final JsonObject nonFinite = new JsonObject();

  private FieldsJson() {}

  /**
   * Returns {@code {"fields": {...}}}. If fields are {@code NaN}, {@code Infinity} or {@code
   * -Infinity}, adds {@code "nonFinite": {"/POINTER": "NaN", ...}} with the JSON Pointer (RFC 6901)
   * of each, relative to {@code fields}.
   */
  public static JsonObject of(Fields fields) {
    FieldsJson writer = new FieldsJson();
    JsonObject answer = new JsonObject();
    answer.add("fields", writer.map("", fields.asMap()));
    if (!writer.nonFinite.isEmpty()) {
      answer.add("nonFinite", writer.nonFinite);
    }
    return answer;
  }

  /** Returns the fields as the members of an object; NaN and infinities become null. */
  public static JsonObject members(Fields fields) {
    return new FieldsJson().map("", fields.asMap());
  }

  private JsonObject map(String pointer, Map<?, ?> map) {
    JsonObject json = new JsonObject();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          String escaped = name.replace("~", "~0").replace("/", "~1");
          json.add(name, value(pointer + "/" + escaped, value));
        });
    return json;
  }

  private JsonArray array(String pointer, List<?> list) {
    JsonArray json = new JsonArray();
    list.forEach(each -> json.add(value(pointer + "/" + json.size(), each)));
    return json;
  }

  private JsonElement value(String pointer, @Nullable Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof Map<?, ?> map) {
      return map(pointer, map);
    }
    if (value instanceof List<?> list) {
      return array(pointer, list);
    }
    if (value instanceof Bytes bytes) {
      return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes.toArray()));
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Long number && number >= -MAX_EXACT && number <= MAX_EXACT) {
      return new JsonPrimitive(number);
    }
    return value instanceof Double number
        ? number(pointer, number)
        : new JsonPrimitive(value.toString()); // text, a time, or an integer beyond MAX_EXACT
  }

  private JsonElement number(String pointer, Double number) {
    if (Double.isFinite(number)) {
      return new JsonPrimitive(number);
    }
    nonFinite.addProperty(pointer, number.toString());
    return JsonNull.INSTANCE;
  }
}
