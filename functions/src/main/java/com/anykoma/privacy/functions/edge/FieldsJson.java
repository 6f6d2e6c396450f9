package com.anykoma.privacy.functions.edge;

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

/** Writes fields as plain JSON for an app: times in ISO 8601, bytes in Base64. */
final class FieldsJson {
  private FieldsJson() {}

  /** {@code {"fields": {...}}}. */
  static JsonObject of(Fields fields) {
    JsonObject answer = new JsonObject();
    answer.add("fields", map(fields.asMap()));
    return answer;
  }

  private static JsonObject map(Map<?, ?> map) {
    JsonObject json = new JsonObject();
    map.forEach((name, value) -> json.add(String.valueOf(name), value(value)));
    return json;
  }

  private static JsonElement value(@Nullable Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(each -> array.add(value(each)));
      return array;
    }
    if (value instanceof Bytes bytes) {
      return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes.toArray()));
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    boolean plainNumber =
        value instanceof Long || (value instanceof Double number && Double.isFinite(number));
    return plainNumber
        ? new JsonPrimitive((Number) value)
        : new JsonPrimitive(value.toString()); // text, a time, or a number that JSON has not
  }
}
