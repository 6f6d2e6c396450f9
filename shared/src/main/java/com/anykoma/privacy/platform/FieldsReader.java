package com.anykoma.privacy.platform;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON that {@link FieldsWriter} writes. Input that is not such JSON is an {@link
 * IllegalArgumentException}.
 */
public final class FieldsReader {
  private static final Gson GSON = new GsonBuilder().setStrictness(Strictness.STRICT).create();

  private FieldsReader() {}

  /** Returns fields equal to the written ones. */
  public static Fields read(String json) {
    return Fields.of(parsed(json, JsonObject.class, FieldsReader::map));
  }

  /** Returns the value that was passed to {@link FieldsWriter#write(Object)}; never null. */
  public static Object readValue(String json) {
    return parsed(json, JsonElement.class, FieldsReader::value);
  }

  private static <J extends JsonElement, T> T parsed(
      String json, Class<J> type, Function<J, @Nullable T> reader) {
    try {
      return Optional.ofNullable(GSON.fromJson(json, type)).map(reader).orElseThrow();
    } catch (RuntimeException e) { // the parser's failures are of any type and quote the text
      throw new IllegalArgumentException("stored fields are damaged");
    }
  }

  private static @Nullable Object value(JsonElement json) {
    if (json instanceof JsonObject object) {
      return tagged(object).orElseGet(() -> map(object));
    }
    if (json instanceof JsonPrimitive primitive) {
      return primitive(primitive);
    }
    if (json.isJsonNull()) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>();
    json.getAsJsonArray().forEach(each -> list.add(value(each)));
    return list;
  }

  private static Object primitive(JsonPrimitive json) {
    if (json.isBoolean()) {
      return json.getAsBoolean();
    }
    String text = json.getAsString();
    if (json.isString()) {
      return text;
    }
    boolean isWhole = text.chars().noneMatch(each -> each == '.' || each == 'E');
    return isWhole ? (Object) Long.valueOf(text) : Double.valueOf(text);
  }

  private static Map<String, @Nullable Object> map(JsonObject json) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    json.asMap()
        .forEach(
            (name, each) -> map.put(name.startsWith("@") ? name.substring(1) : name, value(each)));
    return map;
  }

  private static Optional<Object> tagged(JsonObject json) {
    if (json.size() != 1) {
      return Optional.empty();
    }
    Map.Entry<String, JsonElement> only = json.entrySet().iterator().next();
    JsonElement value = only.getValue();
    return switch (only.getKey()) {
      case "@t" -> Optional.of(Micros.toInstant(value.getAsLong()));
      case "@b" -> Optional.of(Bytes.of(Base64.getDecoder().decode(value.getAsString())));
      case "@d" -> Optional.of(Double.valueOf(value.getAsString()));
      default -> Optional.empty();
    };
  }
}
