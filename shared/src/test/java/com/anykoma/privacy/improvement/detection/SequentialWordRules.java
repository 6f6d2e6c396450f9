package com.anykoma.privacy.improvement.detection;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reference of {@link WordRules}: regular expressions search the whole text for all words and
 * phrases of the lexicon, for capitals and for words with endings, one pattern after another.
 */
final class SequentialWordRules {
  private static final Pattern CAPITAL =
      Pattern.compile("(?<!\\p{L})(?=[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}])\\p{L}++");

  private final Map<String, Integer> roles = new HashMap<>();
  private final Pattern words;
  private final PersonRule persons;
  private final AddressRule addresses;
  private final List<WordRules.Rule> rules;

  SequentialWordRules(Lexicon lexicon) {
    for (WordRole role : WordRole.values()) {
      lexicon.entries(role).forEach(it -> roles.merge(it, role.bit(), (a, b) -> a | b));
    }
    words =
        Pattern.compile(
            roles.keySet().stream()
                .sorted(
                    Comparator.comparing((String it) -> it.split("_", -1).length)
                        .thenComparing(String::length)
                        .reversed())
                .map(it -> it.replace("_", "[ \\t'\u2019.-]{1,3}"))
                .collect(Collectors.joining("|", "(?<!\\p{L})(?:", ")(?!\\p{L})")));
    persons = new PersonRule(lexicon);
    RulePatterns patterns = new RulePatterns(lexicon);
    addresses = new AddressRule(lexicon, patterns);
    rules = WordRules.rules(lexicon, patterns, persons, addresses);
  }

  /** Adds what the rules find. */
  void find(ScannedText text, Findings findings) {
    String folded = new Letters.Folded(text).toString();
    Matcher known = words.matcher(folded);
    for (int from = 0; known.find(from); from = known.start() + 1) {
      int its = roles.getOrDefault(known.group().replaceAll("[ \\t'\u2019.-]+", "_"), 0);
      for (WordRules.Rule each : rules) {
        if ((its & each.triggers()) != 0) {
          each.found(text, known.start(), known.end(), its, findings);
        }
      }
    }
    Matcher capital = CAPITAL.matcher(text.substring(0, text.length()));
    while (capital.find()) {
      Matcher same = words.matcher(folded);
      boolean isKnown = same.find(capital.start()) && same.start() == capital.start();
      int its =
          isKnown ? roles.getOrDefault(same.group().replaceAll("[ \\t'\u2019.-]+", "_"), 0) : 0;
      if (its == 0 || capital.end() - capital.start() == 1) {
        persons.unknown(text, capital.start(), capital.end(), findings);
      }
      addresses.numbered(text, capital.start(), capital.end(), findings);
    }
  }
}
