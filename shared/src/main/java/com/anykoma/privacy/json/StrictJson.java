package com.anykoma.privacy.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads untrusted JSON strictly by RFC 8259: valid UTF-8, no duplicate names (ASVS 1.5.3), at most
 * {@value #MAX_DEPTH} levels, no text after the end. Whole numbers become {@link Long}, others
 * {@link Double}.
 */
public final class StrictJson {
  /** Stripe's deepest objects have about a dozen levels. */
  private static final int MAX_DEPTH = 64;

  private StrictJson() {}

  /** Reads one object; the reason of a {@link MalformedJson} does not quote the text. */
  public static JsonValue object(byte[] utf8) {
    InputStreamReader text =
        new InputStreamReader(
            new ByteArrayInputStream(utf8),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonReader reader = new JsonReader(text)) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new MalformedJson("the JSON is not an object");
      }
      Map<String, @Nullable Object> members = members(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) { // peek() usually throws first
        throw new MalformedJson("text follows the end of the JSON");
      }
      return new JsonValue("", members);
    } catch (CharacterCodingException e) {
      throw new MalformedJson("the JSON is not valid UTF-8");
    } catch (EOFException e) {
      throw new MalformedJson("the JSON ends too early");
    } catch (MalformedJsonException | NumberFormatException e) {
      // no cause: the reader's message quotes the text
      throw new MalformedJson("the JSON is malformed, or has more than " + MAX_DEPTH + " levels");
    } catch (IOException e) {
      throw new MalformedJson("the JSON cannot be read");
    }
  }

  private static Map<String, @Nullable Object> members(JsonReader reader) throws IOException {
    Map<String, @Nullable Object> members = new HashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.containsKey(name)) {
        throw new MalformedJson("a JSON object has a duplicate name");
      }
      members.put(name, value(reader));
    }
    reader.endObject();
    return members;
  }

  private static @Nullable Object value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> members(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      default -> throw new MalformedJson("the JSON is malformed");
    };
  }

  private static List<@Nullable Object> array(JsonReader reader) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      values.add(value(reader));
    }
    reader.endArray();
    return values;
  }

  private static Number number(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return Double.valueOf(digits);
      }
    }
    return Long.valueOf(digits);
  }
}
