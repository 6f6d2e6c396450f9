package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.rights.access.RectificationService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Corrects the caller's account: {@code PATCH {"displayName": "Ada"}} replaces the named fields and
 * returns 200, or 404 without an account document. Only the fields that the data map lists as
 * correctable are accepted (P38; ASVS 15.3.3). A value is a text of at most 200 UTF-16 code units
 * without control characters; an empty one removes an optional name.
 */
public record RectificationHandler(RectificationService rectification)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final int MAX_LENGTH = 200;
  private static final int MAX_BYTES = 8_192;

  /** No control characters, line ends, lone surrogates or changes of the writing direction. */
  private static final Pattern TEXT =
      Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]*");

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    Fields changes =
        JsonBody.read(request, MAX_BYTES, body -> changes(body, rectification.fields()));
    if (!rectification.correct(caller.subject(), changes)) {
      throw new ClientError(404, "you have no account document");
    }
    Answers.write(response, 200, "state", "corrected");
  }

  private static Fields changes(JsonValue body, Set<String> correctable) {
    body.requireNames(Set.of(), correctable);
    Fields changes = Fields.empty();
    for (String each : body.names()) {
      String text = body.requiredString(each);
      if (text.length() > MAX_LENGTH || !TEXT.matcher(text).matches()) {
        throw body.problem(each, "is longer than " + MAX_LENGTH + ", or has a control character");
      }
      changes = changes.with(each, text);
    }
    return changes;
  }
}
