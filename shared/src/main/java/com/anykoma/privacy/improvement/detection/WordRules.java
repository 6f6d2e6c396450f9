package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules around words. Each word is looked up once in the {@link Lexicon}; only the rules for
 * its roles examine the text around it, at most {@value #MAX_CONTEXT} characters. Thread-safe.
 */
final class WordRules implements WordRule {
  /** No rule examines more characters before or after a word. */
  static final int MAX_CONTEXT = 200;

  /** A rule for words with certain roles. */
  interface Rule {
    /** The set of roles of {@link WordRole#bit} that the rule needs; one is enough. */
    int triggers();

    /** Adds the findings around a word, or a phrase, with these roles. */
    void found(ScannedText text, int start, int end, int roles, Findings findings);
  }

  private final Lexicon lexicon;
  private final PersonRule persons;
  private final AddressRule addresses;
  private final List<Rule> rules;
  private final int triggers;

  WordRules(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.persons = new PersonRule(lexicon);
    RulePatterns patterns = new RulePatterns(lexicon);
    this.addresses = new AddressRule(lexicon, patterns);
    this.rules = rules(lexicon, patterns, persons, addresses);
    this.triggers = rules.stream().mapToInt(Rule::triggers).reduce(0, (a, b) -> a | b);
  }

  static List<Rule> rules(
      Lexicon lexicon, RulePatterns patterns, PersonRule persons, AddressRule addresses) {
    List<Rule> rules = new ArrayList<>(ValueRule.all(lexicon, patterns));
    rules.addAll(
        List.of(
            persons, new NameContextRule(lexicon, patterns), addresses, new HealthRule(lexicon)));
    return rules;
  }

  @Override
  public void word(ScannedText text, int start, int end, Findings findings) {
    long match = lexicon.match(text, start, end);
    int roles = Lexicon.roles(match);
    if ((roles & triggers) != 0) {
      for (Rule each : rules) {
        if ((roles & each.triggers()) != 0) {
          each.found(text, start, Lexicon.end(match), roles, findings);
        }
      }
    }
    if (Letters.isCapital(text, start)) {
      if (roles == 0 || end - start == 1) {
        persons.unknown(text, start, end, findings);
      }
      addresses.numbered(text, start, end, findings);
    }
  }
}
