package com.anykoma.privacy.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the canonical form of RFC 8785: equal values have equal bytes, so a signature over the
 * bytes is a signature over the value.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785: JSON Canonicalization Scheme</a>
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The canonical form of an object, in UTF-8.
   *
   * @param members strings, whole numbers, flags, null, and lists and maps of these
   * @throws IllegalArgumentException for a string with a lone surrogate, which UTF-8 cannot encode,
   *     and for a whole number that a double cannot hold exactly
   */
  public static byte[] of(Map<String, ? extends @Nullable Object> members) {
    try {
      return canonical(json(members).toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "canonical JSON cannot hold a lone surrogate or a number that is not finite", e);
    }
  }

  /** The canonical form of an object that {@link StrictJson} read. */
  public static byte[] of(JsonValue object) {
    return of(object.members());
  }

  /** Reads an object from a file that must be in canonical form, byte for byte. */
  public static JsonValue read(byte[] file) {
    JsonValue object = StrictJson.object(file);
    if (!isCanonical(file)) {
      throw new MalformedJson("the JSON is not in the canonical form of RFC 8785");
    }
    return object;
  }

  /** False also for JSON without a canonical form, such as 1e400 or a lone surrogate. */
  private static boolean isCanonical(byte[] json) {
    try {
      return Arrays.equals(json, canonical(new String(json, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return false;
    }
  }

  /** Builds a tree, because an object mapper would take most of the time of a first proof. */
  private static JsonElement json(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((name, each) -> object.add(String.valueOf(name), json(each)));
      return object;
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(each -> array.add(json(each)));
      return array;
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(exact(number));
    }
    return value == null ? JsonNull.INSTANCE : new JsonPrimitive(String.valueOf(value));
  }

  /** JSON readers commonly parse numbers as doubles, so a number must survive that. */
  private static Number exact(Number number) {
    if (number instanceof Long whole
        && BigDecimal.valueOf(whole).compareTo(new BigDecimal((double) whole)) != 0) {
      throw new IllegalArgumentException(
          "a whole number in canonical JSON cannot be held exactly by a double");
    }
    return number;
  }

  private static byte[] canonical(String json) throws IOException {
    String canonical = new JsonCanonicalizer(json).getEncodedString();
    ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(canonical));
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    return bytes;
  }
}
