package com.anykoma.privacy.platform;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses exactly the JSON that {@link FieldsWriter} writes: without white space, and with its
 * escapes only. Other input is an {@link IllegalArgumentException}.
 */
public final class FieldsReader {
  private final String text;
  private int at;

  private FieldsReader(String text) {
    this.text = text;
  }

  /** Returns fields equal to the written ones. */
  public static Fields read(String json) {
    return Fields.of(parsed(json, FieldsReader::map));
  }

  /** Returns the value that was passed to {@link FieldsWriter#write(Object)}; never null. */
  public static Object readValue(String json) {
    return parsed(
        json,
        reader -> {
          Object value = reader.value();
          if (value == null || reader.at != json.length()) {
            throw damaged();
          }
          return value;
        });
  }

  private static <T> T parsed(String json, Function<FieldsReader, T> parse) {
    try {
      return parse.apply(new FieldsReader(json));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw damaged();
    }
  }

  private Map<String, @Nullable Object> map() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    skip('{');
    if (taken('}')) {
      return map;
    }
    do {
      String name = string();
      skip(':');
      map.put(name.startsWith("@") ? name.substring(1) : name, value());
    } while (taken(','));
    skip('}');
    return map;
  }

  private @Nullable Object value() {
    return switch (text.charAt(at)) {
      case '"' -> string();
      case '{' -> isTagged() ? tagged() : map();
      case '[' -> list();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private boolean isTagged() {
    return text.startsWith("{\"@", at) && text.charAt(at + 3) != '@';
  }

  private Object tagged() {
    char tag = text.charAt(at + 3);
    at += "{\"@t\":".length();
    Object value =
        switch (tag) {
          case 't' -> Micros.toInstant((Long) number());
          case 'b' -> Bytes.of(Base64.getDecoder().decode(string()));
          case 'd' -> Double.valueOf(string());
          default -> throw damaged();
        };
    skip('}');
    return value;
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    skip('[');
    if (taken(']')) {
      return list;
    }
    do {
      list.add(value());
    } while (taken(','));
    skip(']');
    return list;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw damaged();
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    boolean whole = true;
    while (at < text.length() && "-+.E0123456789".indexOf(text.charAt(at)) >= 0) {
      whole &= text.charAt(at) != '.' && text.charAt(at) != 'E';
      at++;
    }
    if (whole) {
      return Long.parseLong(text, start, at, 10);
    }
    return Double.parseDouble(text.substring(start, at));
  }

  private String string() {
    skip('"');
    int start = at;
    while (text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    if (text.charAt(at) == '"') {
      return text.substring(start, at++);
    }
    return escaped(new StringBuilder().append(text, start, at));
  }

  private String escaped(StringBuilder read) {
    while (!taken('"')) {
      char c = text.charAt(at++);
      if (c != '\\') {
        read.append(c);
      } else if (text.charAt(at) == 'u') {
        read.append((char) Integer.parseInt(text, at + 1, at + 5, 16));
        at += 5;
      } else {
        read.append(text.charAt(at++));
      }
    }
    return read.toString();
  }

  private boolean taken(char c) {
    if (text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skip(char c) {
    if (!taken(c)) {
      throw damaged();
    }
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException(
        "stored fields are damaged"); // no cause: it would quote them
  }
}
