package com.anykoma.privacy.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
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
   */
  public static byte[] of(Map<String, ? extends @Nullable Object> members) {
    return canonical(GSON.toJson(members));
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
    if (!Arrays.equals(file, canonical(new String(file, StandardCharsets.UTF_8)))) {
      throw new MalformedJson("the JSON is not in the canonical form of RFC 8785");
    }
    return object;
  }

  private static byte[] canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException("what is valid JSON has a canonical form", e);
    }
  }
}
