package com.anykoma.privacy.improvement.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with the spans that a person marked in it as {@code <TYPE|text>}. */
record LabelledText(String text, List<Span> spans) {
  private static final Pattern MARK = Pattern.compile("<([A-Z_]+)\\|([^<>]+)>");

  /**
   * All labelled texts of the resource; a line that continues a mark belongs to the line before.
   */
  static List<LabelledText> all() {
    try (InputStream in = LabelledText.class.getResourceAsStream("/detection/labelled.txt")) {
      String file = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("\\n(?![^<\\n]*>)")
          .splitAsStream(file)
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(LabelledText::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LabelledText of(String marked) {
    StringBuilder text = new StringBuilder();
    List<Span> spans = new ArrayList<>();
    Matcher mark = MARK.matcher(marked);
    int from = 0;
    while (mark.find()) {
      text.append(marked, from, mark.start());
      int start = text.length();
      text.append(mark.group(2));
      spans.add(new Span(SpanType.valueOf(mark.group(1)), start, text.length(), 1));
      from = mark.end();
    }
    return new LabelledText(text.append(marked, from, marked.length()).toString(), spans);
  }
}
