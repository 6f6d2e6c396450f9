package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.improvement.detection.Span;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.improvement.detection.TextDetector;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Checks a text of up to 20 KiB for personal data, so that an app can warn its author before it
 * stores the text: {@code POST {"text": "..."}} returns {@code {"sensitive": false, "spans":
 * [{"type": "EMAIL", "start": 8, "end": 23, "sensitive": false}]}}, with offsets in UTF-16 code
 * units. The text is neither stored nor logged (P32).
 *
 * <p>{@code sensitive} marks the kinds that a prompt must not contain. Content that is stored with
 * one is excluded from every use but the service itself.
 */
public record CheckTextHandler(TextDetector detector) implements HttpFrame.Handler<VerifiedToken> {
  private static final int MAX_TEXT_BYTES = 20 * 1_024;

  /** JSON may write a byte of the text as an escape of six characters. */
  private static final int MAX_BODY_BYTES = 6 * MAX_TEXT_BYTES + 1_024;

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    String text = JsonBody.read(request, MAX_BODY_BYTES, CheckTextHandler::text);
    JsonArray spans = new JsonArray();
    boolean isSensitive = false;
    for (Span each : detector.detect(text, SubjectIdentifiers.NONE)) {
      spans.add(json(each));
      isSensitive |= each.type().isSensitive();
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("sensitive", isSensitive);
    answer.add("spans", spans);
    Answers.write(response, 200, answer);
  }

  private static String text(JsonValue body) {
    body.requireNames(Set.of("text"), Set.of());
    String text = body.requiredString("text");
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw new ClientError(413, "the text is longer than " + MAX_TEXT_BYTES + " bytes in UTF-8");
    }
    return text;
  }

  private static JsonObject json(Span span) {
    JsonObject json = new JsonObject();
    json.addProperty("type", span.type().name());
    json.addProperty("start", span.start());
    json.addProperty("end", span.end());
    json.addProperty("sensitive", span.type().isSensitive());
    return json;
  }
}
