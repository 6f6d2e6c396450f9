package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;

/** Reads request bodies in JSON. */
final class JsonBody {
  private static final int BAD_REQUEST = 400;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private JsonBody() {}

  /**
   * Reads an object of at most {@code maxBytes}. Another type of content is a 415; any other body,
   * also one that {@code reader} rejects with {@link MalformedJson}, is a 400 with the message
   * {@code expected}.
   */
  static <T> T read(
      HttpRequest request, int maxBytes, String expected, Function<JsonValue, T> reader)
      throws IOException {
    String type = request.getContentType().orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new ClientError(UNSUPPORTED_MEDIA_TYPE, "the Content-Type must be application/json");
    }
    byte[] body =
        HttpFrame.body(request, maxBytes)
            .orElseThrow(() -> new ClientError(BAD_REQUEST, expected));
    try {
      return reader.apply(StrictJson.object(body));
    } catch (MalformedJson e) {
      throw new ClientError(BAD_REQUEST, expected);
    }
  }
}
