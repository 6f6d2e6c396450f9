package com.anykoma.privacy.local.console;

import com.anykoma.privacy.TerminalText;
import com.google.common.html.HtmlEscapers;
import com.google.common.io.Resources;
import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mustache templates among the resources; empty texts and 0 count as absent. */
public final class Templates {
  private Templates() {}

  /** A template of an HTML page, which escapes every value. */
  public static Template html(String resource) {
    return compiler()
        .withEscaper(text -> HtmlEscapers.htmlEscaper().escape(TerminalText.of(text)))
        .compile(resource(resource));
  }

  /** A template of a text, which writes values as they are. */
  public static Template text(String resource) {
    return compiler().withEscaper(Escapers.NONE).compile(resource(resource));
  }

  private static Mustache.Compiler compiler() {
    return Mustache.compiler()
        .withCollector(new OptionalsAsLists())
        .emptyStringIsFalse(true)
        .zeroIsFalse(true);
  }

  /** Makes a section of an optional value appear once with the value, or not at all. */
  private static final class OptionalsAsLists extends DefaultCollector {
    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      return super.toIterator(value instanceof Optional<?> it ? it.stream().toList() : value);
    }
  }

  /** The text of a resource, by its absolute name. */
  public static String resource(String name) {
    try {
      return Resources.toString(
          Resources.getResource(Templates.class, name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
