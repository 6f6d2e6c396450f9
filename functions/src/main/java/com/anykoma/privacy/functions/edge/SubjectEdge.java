package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP side of what a signed-in person may ask for: method and ID token are checked before
 * anything else, and who asks is whom the token names, never whom the request does. Nothing of an
 * answer is kept by a cache (P17; ASVS 8.2.1, 9.2.1, 14.3.2).
 */
public abstract class SubjectEdge implements HttpFunction {
  private static final Logger LOG = Logger.getLogger(SubjectEdge.class.getName());
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/=-]{1,8192})");
  private static final int NOT_SIGNED_IN = 401;
  private static final int WRONG_METHOD = 405;
  private static final int PERMANENT = 422;

  private final Accounts accounts;
  private final List<String> methods;

  /**
   * @param methods that are answered
   */
  protected SubjectEdge(Accounts accounts, List<String> methods) {
    this.accounts = accounts;
    this.methods = List.copyOf(methods);
  }

  /**
   * Answers a request of this person. A {@link Refusal} becomes its status, a permanent failure
   * 422; whatever else it throws becomes the platform's 500.
   */
  protected abstract void handle(VerifiedToken asking, HttpRequest request, HttpResponse response)
      throws IOException;

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws IOException {
    response.appendHeader("Cache-Control", "private, no-store");
    response.appendHeader("X-Content-Type-Options", "nosniff");
    try {
      if (!methods.contains(request.getMethod())) {
        response.appendHeader("Allow", String.join(", ", methods));
        throw new Refusal(WRONG_METHOD, "the method is not one of " + String.join(", ", methods));
      }
      handle(asking(request), request, response);
    } catch (Refusal e) {
      if (e.status() == NOT_SIGNED_IN) {
        response.appendHeader("WWW-Authenticate", e.challenge());
      }
      Answers.write(response, e.status(), "error", String.valueOf(e.getMessage()));
    } catch (PermanentFailure e) {
      LOG.severe(getClass().getSimpleName() + " cannot answer reason=" + e.getMessage());
      Answers.write(response, PERMANENT, "error", String.valueOf(e.getMessage()));
    }
  }

  private VerifiedToken asking(HttpRequest request) {
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

  private static Refusal notSignedIn(String why) {
    return new Refusal(NOT_SIGNED_IN, why);
  }
}
