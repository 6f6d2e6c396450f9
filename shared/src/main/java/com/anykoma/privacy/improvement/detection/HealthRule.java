package com.anykoma.privacy.improvement.detection;

/**
 * A disease, a symptom or a medicine in personal context, such as {@code I was diagnosed with}. The
 * context comes first, in the same sentence; a word for a disease alone is none.
 */
record HealthRule(Lexicon lexicon) implements WordRules.Rule {
  private static final int TRIGGERS = WordRole.bits(WordRole.HEALTH_CONTEXT, WordRole.MINE);
  private static final int MAX_WORDS = 8;
  private static final int MAX_WORDS_AFTER_POSSESSIVE = 3;

  @Override
  public int triggers() {
    return TRIGGERS;
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    int words = WordRole.HEALTH_CONTEXT.in(roles) ? MAX_WORDS : MAX_WORDS_AFTER_POSSESSIVE;
    int limit = Math.min(text.length(), end + WordRules.MAX_CONTEXT);
    int at = end;
    while (at < limit && words > 0) {
      if (!Letters.isLetter(text, at)) {
        if (".!?;\n".indexOf(text.at(at)) >= 0) {
          return;
        }
        at++;
        continue;
      }
      int wordEnd = Letters.endOfWord(text, at);
      if (wordEnd == at) {
        return;
      }
      long match = lexicon.match(text, at, wordEnd);
      if (WordRole.CONDITION.in(Lexicon.roles(match))) {
        wordEnd = Lexicon.end(match);
        findings.add(SpanType.HEALTH, at, wordEnd, 0.8);
      }
      at = wordEnd;
      words--;
    }
  }
}
