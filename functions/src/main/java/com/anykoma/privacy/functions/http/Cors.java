package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Permits web pages of some origins to call a function: the CORS headers of its responses. All
 * other origins are refused by their browsers. Credentials are bearer tokens, never cookies.
 *
 * @param origins {@code https://HOST} exactly as browsers send it; empty for none
 */
public record Cors(Set<String> origins) {

  public Cors {
    origins = Set.copyOf(origins);
  }

  /**
   * Sets the headers of a response, and answers a preflight request with 204.
   *
   * @return whether the request was a preflight request, which needs no other answer
   */
  public boolean answerPreflight(HttpRequest request, HttpResponse response, List<String> methods) {
    response.appendHeader("Vary", "Origin");
    Optional<String> origin = request.getFirstHeader("Origin").filter(origins::contains);
    origin.ifPresent(
        it -> {
          response.appendHeader("Access-Control-Allow-Origin", it);
          response.appendHeader(
              "Access-Control-Expose-Headers",
              "Accept-Ranges, Content-Range, ETag, Retry-After, WWW-Authenticate");
        });
    boolean isPreflight =
        request.getMethod().equals("OPTIONS")
            && request.getFirstHeader("Access-Control-Request-Method").isPresent();
    if (isPreflight) {
      response.setStatusCode(204);
      if (origin.isPresent()) {
        response.appendHeader("Access-Control-Allow-Methods", String.join(", ", methods));
        response.appendHeader(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Range, Range");
        response.appendHeader("Access-Control-Max-Age", "600");
      }
    }
    return isPreflight;
  }
}
