package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.rights.access.AccessReport;
import com.anykoma.privacy.rights.access.SubjectData;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the caller's access report in JSON, and with {@code /LOCATION} one page of the entries of
 * a location of the data map; {@code ?page=TOKEN} continues. An unknown location returns 404, a
 * token that is malformed or of another location or person 400.
 */
public record MyDataHandler(AccessReport report) implements HttpFrame.Handler<VerifiedToken> {
  private static final Pattern TOKEN = Pattern.compile("page=([A-Za-z0-9_-]{1,16384})");

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    String path = HttpFrame.path(request, "MyData");
    try {
      Fields answer =
          path.isEmpty()
              ? report.of(caller.subject())
              : report
                  .page(caller.subject(), path.substring(1), token(request))
                  .orElseThrow(() -> new ClientError(404, "no such location is given"));
      Answers.write(response, 200, FieldsJson.of(answer));
    } catch (SubjectData.UnknownPage e) {
      throw new ClientError(400, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> token(HttpRequest request) {
    return request
        .getQuery()
        .map(
            query -> {
              Matcher token = TOKEN.matcher(query);
              if (!token.matches()) {
                throw new ClientError(400, "the only parameter is page, a token");
              }
              return token.group(1);
            });
  }
}
