package com.anykoma.privacy.changes.policy;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Renders a privacy page in Markdown as HTML (P1). The result has only elements of an allow-list,
 * without attributes except the addresses of links to {@code https} and {@code mailto}.
 */
public final class PageHtml {
  private static final Parser PARSER = Parser.builder().build();
  private static final HtmlRenderer RENDERER = HtmlRenderer.builder().escapeHtml(true).build();
  private static final PolicyFactory ALLOWED =
      new HtmlPolicyBuilder()
          .allowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote")
          .allowElements("a", "em", "strong", "code", "pre", "hr", "br")
          .allowUrlProtocols("https", "mailto")
          .allowAttributes("href")
          .onElements("a")
          .toFactory();

  private PageHtml() {}

  /** The HTML of a page, without a frame. */
  public static String of(String markdown) {
    return ALLOWED.sanitize(RENDERER.render(PARSER.parse(markdown)));
  }
}
