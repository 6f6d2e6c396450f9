package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets signed-in people through: method and ID token are checked before anything else, and who asks
 * is whom the token names, never whom the request does. Nothing of an answer is kept by a cache
 * (P17; ASVS 8.2.1, 9.2.1, 14.3.2).
 */
public final class SignedIn implements Admission<VerifiedToken> {
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/=-]{1,8192})");
  private static final int NOT_SIGNED_IN = 401;
  private static final int WRONG_METHOD = 405;

  private final Accounts accounts;
  private final List<String> methods;

  /**
   * @param methods that are answered
   */
  public SignedIn(Accounts accounts, String... methods) {
    this.accounts = accounts;
    this.methods = List.of(methods);
  }

  @Override
  public VerifiedToken admit(HttpRequest request, HttpResponse response) {
    response.appendHeader("Cache-Control", "private, no-store");
    response.appendHeader("X-Content-Type-Options", "nosniff");
    if (!methods.contains(request.getMethod())) {
      response.appendHeader("Allow", String.join(", ", methods));
      throw new ClientError(WRONG_METHOD, "the method is not one of " + String.join(", ", methods));
    }
    String header =
        request
            .getFirstHeader("Authorization")
            .orElseThrow(() -> notSignedIn("the Authorization header is missing"));
    Matcher bearer = BEARER.matcher(header);
    if (!bearer.matches()) {
      throw notSignedIn("the Authorization header is not Bearer and an ID token");
    }
    try {
      return accounts.verify(bearer.group(1));
    } catch (Accounts.InvalidToken e) {
      throw notSignedIn(String.valueOf(e.getMessage()));
    }
  }

  private static ClientError notSignedIn(String why) {
    return new ClientError(NOT_SIGNED_IN, why);
  }
}
