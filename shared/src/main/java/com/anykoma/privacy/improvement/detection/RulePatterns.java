package com.anykoma.privacy.improvement.detection;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The regular expressions of {@link ListFile#RULES}, with the words of a lexicon. */
final class RulePatterns {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_]+)}");

  private final Map<String, String> texts = new HashMap<>();
  private final Lexicon lexicon;

  RulePatterns(Lexicon lexicon) {
    this.lexicon = lexicon;
    for (String[] each : ListFile.RULES.lines("patterns", it -> it.split(" = ", 2))) {
      texts.put(each[0], each[1]);
    }
  }

  /** The pattern with this name. */
  Pattern get(String name) {
    return Pattern.compile(text(name));
  }

  /** The pattern for the text directly after a word with this role. */
  Pattern after(WordRole role) {
    return get("AFTER_" + role);
  }

  private String text(String name) {
    String text = texts.get(name);
    return text == null
        ? lexicon.alternatives(WordRole.valueOf(name))
        : REFERENCE.matcher(text).replaceAll(it -> Matcher.quoteReplacement(text(it.group(1))));
  }

  /** Matches a pattern with the folded text from a place on, but examines what is before it too. */
  static Matcher matcher(Pattern pattern, ScannedText text, int start) {
    return pattern
        .matcher(new Letters.Folded(text))
        .useTransparentBounds(true)
        .region(start, Math.min(text.length(), start + WordRules.MAX_CONTEXT));
  }
}
