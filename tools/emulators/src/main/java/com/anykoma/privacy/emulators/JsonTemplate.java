package com.anykoma.privacy.emulators;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON objects from templates with {@code %s} for each value. */
public final class JsonTemplate {
  private static final Gson GSON = new Gson();

  private JsonTemplate() {}

  /** The object of a template; a value is a JSON element, or Gson converts it to one. */
  public static JsonObject fill(String template, @Nullable Object... values) {
    Object[] json = Stream.of(values).map(JsonTemplate::json).toArray();
    return JsonParser.parseString(template.formatted(json)).getAsJsonObject();
  }

  private static String json(@Nullable Object value) {
    return value instanceof JsonElement element ? element.toString() : GSON.toJson(value);
  }
}
