package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.improvement.detection.Span;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.improvement.detection.TextDetector;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Fields;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    String text = JsonBody.read(request, MAX_BODY_BYTES, Set.of("text"), CheckTextHandler::text);
    List<Span> spans = detector.detect(text, SubjectIdentifiers.NONE);
    Fields answer =
        Fields.empty()
            .with("sensitive", spans.stream().anyMatch(each -> each.type().isSensitive()))
            .with("spans", spans.stream().map(CheckTextHandler::fields).toList());
    Answers.write(response, 200, answer);
  }

  private static String text(JsonValue body) {
    String text = body.requiredString("text");
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw new ClientError(413, "the text is longer than " + MAX_TEXT_BYTES + " bytes in UTF-8");
    }
    return text;
  }

  private static Fields fields(Span span) {
    return Fields.empty()
        .with("type", span.type().name())
        .with("start", span.start())
        .with("end", span.end())
        .with("sensitive", span.type().isSensitive());
  }
}
