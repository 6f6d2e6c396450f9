package com.anykoma.privacy.functions.http;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The headers of every response: no cache stores it unless it is a public page, no page may frame
 * it, and a browser neither runs a part of it nor guesses its type (P17; ASVS 3.4.1 to 3.4.6,
 * 14.3.2). HSTS leaves subdomains out: only their owner can decide about them.
 *
 * @see <a href="https://owasp.org/www-project-secure-headers/">OWASP Secure Headers Project</a>
 */
final class SecurityHeaders {
  static final String CACHE = "Cache-Control";
  static final String NO_STORE = "private, no-store";
  private static final String POLICY = "Content-Security-Policy";

  /** The headers of responses that are no pages. */
  static final Map<String, String> ALL =
      Map.of(
          CACHE,
          NO_STORE,
          POLICY,
          "default-src 'none'; frame-ancestors 'none'; sandbox",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), browsing-topics=()",
          "Referrer-Policy",
          "no-referrer",
          "Strict-Transport-Security",
          "max-age=63072000",
          "X-Content-Type-Options",
          "nosniff");

  private SecurityHeaders() {}

  /**
   * The headers of pages with one style sheet and a form. Each answer decides about caches itself.
   *
   * @param pages the address to which the form is sent
   * @param styleHash hash of the style sheet
   */
  static Map<String, String> ofPages(URI pages, String styleHash) {
    Map<String, String> headers = new HashMap<>(ALL);
    headers.remove(CACHE);
    headers.put(
        POLICY,
        "default-src 'none'; style-src '%s'; form-action 'self' %s; base-uri 'none'; frame-ancestors 'none'"
            .formatted(styleHash, pages.resolve("/")));
    return headers;
  }
}
