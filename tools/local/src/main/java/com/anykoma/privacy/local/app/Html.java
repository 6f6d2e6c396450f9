package com.anykoma.privacy.local.app;

import com.anykoma.privacy.TerminalText;
import com.google.common.html.HtmlEscapers;

/** A builder of a well-formed HTML page, which escapes every text and attribute value. */
final class Html {
  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");

  /** Writes a start tag with attributes, names and values in turn. */
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** Writes an element that contains only text. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** Writes an element without content, such as {@code meta}. */
  Html empty(String tag, String... attributes) {
    open(tag, attributes).out.insert(out.length() - 1, '/');
    return this;
  }

  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** Writes a style sheet, unescaped: it must not contain {@code <}. */
  Html style(String css) {
    out.append("<style>").append(css).append("</style>\n");
    return this;
  }

  private static String escaped(String text) {
    return HtmlEscapers.htmlEscaper().escape(TerminalText.of(text));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
