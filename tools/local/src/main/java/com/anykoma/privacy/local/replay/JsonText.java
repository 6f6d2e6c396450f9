package com.anykoma.privacy.local.replay;

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

/** A JSON text, one character per byte, that can be split without changing a byte. */
record JsonText(String text) {

  /** Parses exactly one JSON value. */
  static JsonText of(byte[] json) throws IOException {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(Integer.MAX_VALUE);
      reader.skipValue();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("content follows the end of the JSON value");
      }
    }
    return new JsonText(text.strip());
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean isArray() {
    return text.startsWith("[");
  }

  boolean isObject() {
    return text.startsWith("{");
  }

  /** The elements of an array, in order. */
  List<JsonText> elements() {
    return parts().stream().map(JsonText::new).toList();
  }

  /** The members of an object. Of members with the same name, the last one wins. */
  Map<String, JsonText> members() {
    Map<String, JsonText> members = new LinkedHashMap<>();
    for (String part : parts()) {
      int nameEnd = endOfString(part, 0);
      String value = part.substring(part.indexOf(':', nameEnd) + 1).strip();
      members.put(part.substring(1, nameEnd - 1), new JsonText(value));
    }
    return members;
  }

  /** Splits the content of the outer brackets at its top-level commas. */
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 1;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at = endOfString(text, at);
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      if ((c == ',' && depth == 1) || depth == 0) {
        parts.add(text.substring(start, at).strip());
        start = at + 1;
      }
      at++;
    }
    parts.removeIf(String::isEmpty);
    return parts;
  }

  /** The index after the closing quote of the string that begins at {@code start}. */
  private static int endOfString(String text, int start) {
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
