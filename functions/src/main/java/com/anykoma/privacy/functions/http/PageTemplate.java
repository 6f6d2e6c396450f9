package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Fields;
import com.google.common.hash.Hashing;
import com.google.common.html.HtmlEscapers;
import com.google.common.io.Resources;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A template of the public pages; it escapes all values that are not HTML already. */
final class PageTemplate {
  private static final String CSS = resource("style.css");
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .withEscaper(HtmlEscapers.htmlEscaper()::escape)
          .withLoader(name -> new StringReader(resource(name + ".html")))
          .defaultValue("")
          .emptyStringIsFalse(true)
          .zeroIsFalse(true);

  /** Writes the instant in the section to the minute. */
  private static final Mustache.Lambda TIME =
      (section, out) -> {
        String at = section.execute();
        String minute = at.replaceFirst("T(..:..).*", " $1").replaceFirst(" 00:00$", "");
        out.write("<time datetime=\"%s\">%s</time>".formatted(at, minute));
      };

  private final Template template;

  PageTemplate(String name) {
    template = COMPILER.compile(resource(name + ".html"));
  }

  CacheableAnswer answer(Fields values) {
    StringWriter out = new StringWriter();
    template.execute(values.asMap(), Map.of("css", CSS, "time", TIME), out);
    return new CacheableAnswer("text/html; charset=utf-8", out.toString());
  }

  /** The hash of the pages' only style sheet, for their content security policy. */
  static String styleHash() {
    byte[] hash = Hashing.sha256().hashString(CSS, StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  private static String resource(String name) {
    try {
      return Resources.toString(
          Resources.getResource(PageTemplate.class, "/privacy-page/" + name),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
