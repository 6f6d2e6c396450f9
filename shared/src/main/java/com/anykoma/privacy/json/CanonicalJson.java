package com.anykoma.privacy.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the one form that RFC 8785 gives it, so that two people who say the same write the same
 * bytes, and a signature covers every one of them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785: JSON Canonicalization Scheme</a>
 */
public final class CanonicalJson {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private CanonicalJson() {}

  /**
   * The canonical form of an object.
   *
   * @param members strings, whole numbers, flags, null, lists and maps of such
   * @throws IllegalArgumentException for a text with a lone surrogate, which UTF-8 has none of
   */
  public static byte[] of(Map<String, ? extends @Nullable Object> members) {
    try {
      return canonical(GSON.toJson(members));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text in canonical JSON holds a lone surrogate", e);
    } catch (IOException e) {
      throw new UncheckedIOException("what is valid JSON has a canonical form", e);
    }
  }

  /** The canonical form of an object that was read. */
  public static byte[] of(JsonValue object) {
    return of(object.members());
  }

  /**
   * The object that a file holds, whose every byte is as the canonical form has it.
   *
   * @throws MalformedJson saying what is wrong, without quoting the text
   */
  public static JsonValue read(byte[] file) {
    JsonValue object = StrictJson.object(file);
    if (!isCanonical(file)) {
      throw new MalformedJson("the JSON is not in the canonical form of RFC 8785");
    }
    return object;
  }

  /** Not every JSON has a canonical form: 1e400 has none, nor has a lone surrogate. */
  private static boolean isCanonical(byte[] json) {
    try {
      return Arrays.equals(json, canonical(new String(json, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] canonical(String json) throws IOException {
    String canonical = new JsonCanonicalizer(json).getEncodedString();
    ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(canonical));
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    return bytes;
  }
}
