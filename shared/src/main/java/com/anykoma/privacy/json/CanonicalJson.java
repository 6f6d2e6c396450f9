package com.anykoma.privacy.json;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
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
      return canonical(json(members));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a string in canonical JSON contains a lone surrogate", e);
    } catch (IOException e) {
      throw new UncheckedIOException("valid JSON could not be canonicalized", e);
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

  /** Streams, because an object mapper would take most of the time of a first proof. */
  private static String json(Map<?, ?> members) throws IOException {
    StringWriter json = new StringWriter();
    JsonWriter writer = new JsonWriter(json);
    writer.setSerializeNulls(true);
    write(writer, members);
    writer.flush();
    return json.toString();
  }

  private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        writer.name(String.valueOf(each.getKey()));
        write(writer, each.getValue());
      }
      writer.endObject();
    } else if (value instanceof List<?> list) {
      writer.beginArray();
      for (Object each : list) {
        write(writer, each);
      }
      writer.endArray();
    } else if (value instanceof Boolean flag) {
      writer.value(flag);
    } else if (value instanceof Number number) {
      writer.value(exact(number));
    } else if (value == null) {
      writer.nullValue();
    } else {
      writer.value(String.valueOf(value));
    }
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
