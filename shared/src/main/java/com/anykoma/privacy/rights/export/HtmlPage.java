package com.anykoma.privacy.rights.export;

import com.google.common.html.HtmlEscapers;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of an archive that opens offline: plain HTML in reading order, without scripts. All text
 * is escaped, and a policy in the page forbids scripts and everything outside the archive.
 */
public final class HtmlPage {
  private final String title;
  private final StringBuilder body = new StringBuilder();

  public HtmlPage(String title) {
    this.title = title;
  }

  /** The text of a file that every archive has in some form. */
  public static String template(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream("/privacy/export/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an element with text. */
  public void add(String element, String text) {
    body.append("<%1$s>%2$s</%1$s>%n".formatted(element, escaped(text)));
  }

  /** Adds a link to a file of the archive. */
  public void link(String file, String text) {
    body.append("<p><a href=\"%s\">%s</a></p>%n".formatted(file, escaped(text)));
  }

  /** Adds an entry: an image with its name, or the name and its fields with a link to its file. */
  void entry(String name, JsonObject fields, Optional<String> file) {
    if (file.filter(it -> it.matches(".*\\.(png|jpg|webp|gif|avif)")).isPresent()) {
      body.append(
          "<figure><a href=\"../%1$s\"><img src=\"../%1$s\" alt=\"\"></a><figcaption>%2$s</figcaption></figure>%n"
              .formatted(file.get(), escaped(name)));
      return;
    }
    add("h3", name);
    file.ifPresent(it -> link("../" + it, "Open the file"));
    body.append("<dl>");
    for (String each : fields.keySet()) {
      JsonElement value = fields.get(each);
      add("dt", each);
      add("dd", value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }
    body.append("</dl>\n");
  }

  int length() {
    return body.length();
  }

  /** The whole page. */
  public byte[] bytes() {
    return template("page.html").formatted(escaped(title), body).getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }
}
