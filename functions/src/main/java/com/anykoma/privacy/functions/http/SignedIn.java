package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Admits requests with a valid ID token. The caller is the token's subject; no other part of the
 * request identifies the caller. Responses are not cached (P17; ASVS 8.2.1, 9.2.1, 14.3.2).
 */
public final class SignedIn implements Admission<VerifiedToken> {
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/=-]{1,8192})");
  private static final int UNAUTHORIZED = 401;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final Accounts accounts;
  private final List<String> methods;

  /** Admits requests with these HTTP methods. */
  public SignedIn(Accounts accounts, String... methods) {
    this.accounts = accounts;
    this.methods = List.of(methods);
  }

  @Override
  public VerifiedToken admit(HttpRequest request, HttpResponse response) {
    prepare(request, response, methods);
    try {
      return accounts.verify(bearer(request));
    } catch (Accounts.InvalidToken e) {
      throw notSignedIn(String.valueOf(e.getMessage()));
    }
  }

  /** Sets the headers that all responses have, and refuses other methods. */
  static void prepare(HttpRequest request, HttpResponse response, List<String> methods) {
    response.appendHeader("Cache-Control", "private, no-store");
    response.appendHeader("X-Content-Type-Options", "nosniff");
    if (!methods.contains(request.getMethod())) {
      response.appendHeader("Allow", String.join(", ", methods));
      throw new ClientError(
          METHOD_NOT_ALLOWED, "the allowed methods are " + String.join(", ", methods));
    }
  }

  /** The token of the {@code Authorization} header; a {@link ClientError} with 401 without one. */
  static String bearer(HttpRequest request) {
    String header =
        request
            .getFirstHeader("Authorization")
            .orElseThrow(() -> notSignedIn("the Authorization header is missing"));
    Matcher bearer = BEARER.matcher(header);
    if (!bearer.matches()) {
      throw notSignedIn("the Authorization header must be Bearer and a token");
    }
    return bearer.group(1);
  }

  private static ClientError notSignedIn(String why) {
    return new ClientError(UNAUTHORIZED, why);
  }
}
