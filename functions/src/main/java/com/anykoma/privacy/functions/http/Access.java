package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.protection.access.RateLimiter;
import com.anykoma.privacy.protection.access.StaffAudit;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides for all HTTP functions who may call them: the ID token, the roles of staff and the limit
 * of requests (P17, P18; ASVS 2.4.1, 8.2.1, 8.3.1, 9.2.1). Anyone else gets 401, 404 or 429.
 *
 * @param cors the origins whose web pages may call the functions
 */
public record Access(Accounts accounts, RateLimiter limiter, StaffAudit audit, Cors cors) {
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/=-]{1,8192})");

  /** The name of the custom claim that lists the roles of staff. */
  public static final String STAFF_CLAIM = "staff";

  /** Refuses other HTTP methods than these. */
  static void requireMethod(HttpRequest request, HttpResponse response, List<String> methods) {
    if (!methods.contains(request.getMethod())) {
      response.appendHeader("Allow", String.join(", ", methods));
      throw new ClientError(405, "the allowed methods are " + String.join(", ", methods));
    }
  }

  /** The caller by the ID token, the only part of a request that identifies the caller. */
  VerifiedToken signedIn(HttpRequest request) {
    try {
      return accounts.verify(bearer(request));
    } catch (Accounts.InvalidToken e) {
      throw notSignedIn(String.valueOf(e.getMessage()));
    }
  }

  /** The token of the {@code Authorization} header; a {@link ClientError} with 401 without one. */
  static String bearer(HttpRequest request) {
    List<String> headers = request.getHeaders().getOrDefault("Authorization", List.of());
    if (headers.size() != 1) {
      throw notSignedIn("the Authorization header is missing or repeated");
    }
    Matcher bearer = BEARER.matcher(headers.get(0));
    if (!bearer.matches()) {
      throw notSignedIn("the Authorization header must be Bearer and a token");
    }
    return bearer.group(1);
  }

  private static ClientError notSignedIn(String why) {
    return new ClientError(401, why);
  }

  /**
   * Refuses callers without the role. Reads the account, not the token, so that the removal of a
   * role takes effect at once.
   */
  void requireRole(SubjectId caller, StaffRole role) {
    boolean hasRole =
        accounts
            .get(caller)
            .map(Account::claims)
            .map(it -> it.get(STAFF_CLAIM))
            .filter(it -> it instanceof Collection<?> roles && roles.contains(role.storedName()))
            .isPresent();
    if (!hasRole) {
      throw ClientError.notFound();
    }
  }

  /**
   * Counts a request and refuses it above the function's limit. If the store is unavailable, the
   * request fails: a request that cannot be counted is not answered.
   *
   * @param caller the uid, or another text that identifies the caller; stored as a keyed hash
   */
  public void limit(String function, String caller) {
    limiter
        .take(function, caller)
        .ifPresent(
            wait -> {
              throw ClientError.tooManyRequests(wait);
            });
  }
}
