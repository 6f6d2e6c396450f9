package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpResponse;
import java.util.Map;

/**
 * The headers of every response: no cache stores it, no page may frame it, and a browser neither
 * runs a part of it nor guesses its type (P17; ASVS 3.4.1 to 3.4.6, 14.3.2). HSTS leaves subdomains
 * out: only their owner can decide about them.
 *
 * @see <a href="https://owasp.org/www-project-secure-headers/">OWASP Secure Headers Project</a>
 */
final class SecurityHeaders {
  private static final Map<String, String> ALL =
      Map.of(
          "Cache-Control", "private, no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()",
          "Referrer-Policy", "no-referrer",
          "Strict-Transport-Security", "max-age=63072000",
          "X-Content-Type-Options", "nosniff");

  private SecurityHeaders() {}

  static void addTo(HttpResponse response) {
    ALL.forEach(response::appendHeader);
  }
}
