package com.anykoma.privacy.improvement.detection;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The lists in a resource of this package, which is text. Immutable. */
final class ListFile {
  private static final Pattern COMMENT = Pattern.compile("^#.*| # .*");

  /** The tables and regular expressions of the rules. */
  static final ListFile RULES = new ListFile("rules.txt");

  private final Map<String, List<String>> lists = new LinkedHashMap<>();

  ListFile(String resource) {
    try {
      List<String> list = new ArrayList<>();
      for (String line :
          Resources.readLines(
              Resources.getResource(ListFile.class, resource), StandardCharsets.UTF_8)) {
        String text = COMMENT.matcher(line).replaceFirst("");
        if (text.startsWith("[") && text.endsWith("]")) {
          list =
              lists.computeIfAbsent(text.substring(1, text.length() - 1), it -> new ArrayList<>());
        } else if (!text.isBlank()) {
          list.add(text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the lists by the lists' names, in the order of the file. */
  Map<String, List<String>> lists() {
    return lists;
  }

  /** The parsed lines of a list, without comments and blank lines. */
  <T> List<T> lines(String list, Function<String, T> parser) {
    return Objects.requireNonNull(lists.get(list)).stream().map(parser).toList();
  }

  /** The words of a list, which white space separates. */
  List<String> words(String list) {
    return List.of(String.join(" ", lines(list, it -> it)).split("\\s+", -1));
  }
}
