package com.anykoma.privacy.improvement.detection;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that its context shows, whether the lexicon has it or not: after {@code my name is}, a
 * title, a salutation, a closing formula or the label of a field, and beside a verb of speech.
 */
final class NameContextRule implements WordRules.Rule {
  private final NameReader names;
  private final List<Context> contexts;
  private final int triggers;

  /**
   * Words before a name.
   *
   * @param gap a pattern for the text between them and the name
   */
  private record Context(WordRole role, Pattern gap, double score) {}

  NameContextRule(Lexicon lexicon, RulePatterns patterns) {
    names = new NameReader(lexicon);
    Map<WordRole, Double> scores = new EnumMap<>(WordRole.class);
    scores.putAll(Map.of(WordRole.NAME_INTRO, 0.8, WordRole.TITLE, 0.8, WordRole.NAME_LABEL, 0.8));
    scores.putAll(Map.of(WordRole.GREETING, 0.65, WordRole.SIGN_OFF, 0.65, WordRole.SPEECH, 0.55));
    contexts =
        scores.entrySet().stream()
            .map(it -> new Context(it.getKey(), patterns.after(it.getKey()), it.getValue()))
            .toList();
    triggers = WordRole.bits(scores.keySet().toArray(WordRole[]::new));
  }

  @Override
  public int triggers() {
    return triggers;
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    for (Context each : contexts) {
      if (each.role.in(roles)) {
        after(text, end, each, findings);
      }
    }
    if (WordRole.SPEECH.in(roles)) {
      before(text, start, findings);
    }
  }

  private void after(ScannedText text, int end, Context context, Findings findings) {
    Matcher matcher = RulePatterns.matcher(context.gap, text, end);
    if (matcher.lookingAt()) {
      NameReader.Name name = names.read(text, matcher.end());
      if (name.parts() > 0 && name.end() - matcher.end() > 1) {
        findings.add(SpanType.PERSON, matcher.end(), name.end(), context.score);
      }
    }
  }

  /** One or two words with capitals before a verb of speech. */
  private void before(ScannedText text, int start, Findings findings) {
    int from = start;
    for (int i = 0; i < 2; i++) {
      int wordEnd = from - 1;
      int word = Letters.is(text, wordEnd, ' ') ? Letters.startOfWord(text, wordEnd) : wordEnd;
      if (wordEnd - word < 2
          || !Character.isUpperCase(text.at(word))
          || names.read(text, word).end() < wordEnd) {
        break;
      }
      from = word;
    }
    if (from < start) {
      findings.add(SpanType.PERSON, from, start - 1, 0.5);
    }
  }
}
