package com.anykoma.privacy.local.app;

import com.anykoma.privacy.platform.Fields;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an app's document from plain JSON. */
final class AppJson {
  private AppJson() {}

  /**
   * The fields; a number without a point is an integer.
   *
   * @throws IllegalArgumentException when it is not a JSON object
   */
  static Fields fields(byte[] json) {
    JsonReader reader = new JsonReader(new StringReader(new String(json, StandardCharsets.UTF_8)));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement parsed = JsonParser.parseReader(reader);
      if (parsed.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
        return Fields.of(map(parsed.getAsJsonObject()));
      }
    } catch (IOException | JsonParseException | NumberFormatException e) {
      throw new IllegalArgumentException("the body is not valid JSON", e);
    }
    throw new IllegalArgumentException("the body is not one JSON object");
  }

  private static Map<String, @Nullable Object> map(JsonObject object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    object.asMap().forEach((name, value) -> map.put(name, value(value)));
    return map;
  }

  private static List<@Nullable Object> list(JsonArray array) {
    List<@Nullable Object> list = new ArrayList<>();
    array.forEach(each -> list.add(value(each)));
    return list;
  }

  private static @Nullable Object value(JsonElement value) {
    if (value.isJsonObject()) {
      return map(value.getAsJsonObject());
    }
    if (value.isJsonArray()) {
      return list(value.getAsJsonArray());
    }
    return value.isJsonNull() ? null : primitive(value.getAsJsonPrimitive());
  }

  private static Object primitive(JsonPrimitive value) {
    if (value.isBoolean()) {
      return value.getAsBoolean();
    }
    if (value.isString()) {
      return value.getAsString();
    }
    String number = value.getAsString();
    return number.matches("-?[0-9]+")
        ? (Object) Long.valueOf(number)
        : (Object) Double.valueOf(number);
  }
}
