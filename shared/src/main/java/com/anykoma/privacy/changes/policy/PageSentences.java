package com.anykoma.privacy.changes.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The sentences of a privacy page in Markdown, each with the line on which its paragraph begins: a
 * heading and a list item count as sentences, and the colon of an introduction is left out.
 */
record PageSentences(Map<String, Integer> lines) {
  private static final String MARK = "\\s*(#+|[-*+]|[0-9]+[.)])\\s+";
  private static final Pattern CONTINUES = Pattern.compile("(?!" + MARK + ").*\\S.*");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?!])\\s+");

  PageSentences {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
  }

  static PageSentences of(String page) {
    Map<String, Integer> sentences = new LinkedHashMap<>();
    List<String> lines = page.lines().toList();
    int next = 0;
    while (next < lines.size()) {
      int first = next;
      StringBuilder paragraph = new StringBuilder(lines.get(next++).replaceFirst("^" + MARK, ""));
      while (next < lines.size()
          && !lines.get(first).isBlank()
          && !lines.get(first).startsWith("#")
          && CONTINUES.matcher(lines.get(next)).matches()) {
        paragraph.append(' ').append(lines.get(next++).strip());
      }
      for (String each : SENTENCE_END.split(paragraph.toString().strip(), -1)) {
        sentences.putIfAbsent(each.replaceFirst(":$", ""), first + 1);
      }
    }
    sentences.remove("");
    return new PageSentences(sentences);
  }
}
