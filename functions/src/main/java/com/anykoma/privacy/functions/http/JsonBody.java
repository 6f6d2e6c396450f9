package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads JSON objects from the bodies of requests. */
final class JsonBody {

  private JsonBody() {}

  /**
   * Reads the object that is the whole body.
   *
   * @param decode reads the members; the message of a {@link MalformedJson} is sent to the caller
   * @throws ClientError 415 for another content type, 413 for a body of more than {@code maxBytes},
   *     400 for malformed JSON
   */
  static <T> T read(HttpRequest request, int maxBytes, Function<JsonValue, T> decode)
      throws IOException {
    String type = request.getContentType().orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new ClientError(415, "the Content-Type must be application/json");
    }
    byte[] body = HttpFrame.body(request, maxBytes);
    try {
      return decode.apply(StrictJson.object(body));
    } catch (MalformedJson e) {
      throw new ClientError(400, "the body cannot be read: " + e.getMessage());
    }
  }

  /** The same for a body with exactly these members. */
  static <T> T read(
      HttpRequest request, int maxBytes, Set<String> names, Function<JsonValue, T> decode)
      throws IOException {
    return read(
        request,
        maxBytes,
        body -> {
          body.requireNames(names, Set.of());
          return decode.apply(body);
        });
  }

  /** Reads a member that is the stored name of a constant. */
  static <E extends Enum<E> & StoredName> E constant(Class<E> type, JsonValue body, String name) {
    return StoredName.find(type, body.requiredString(name))
        .orElseThrow(() -> body.problem(name, "must be one of " + namesOf(type)));
  }

  private static <E extends Enum<E> & StoredName> String namesOf(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .map(StoredName::storedName)
        .collect(Collectors.joining(", "));
  }
}
