package com.anykoma.privacy.improvement.detection;

/**
 * A person's name that is in the lexicon, with a capital, and the parts before and after it. A name
 * that is also an ordinary word, such as Rose, needs another name beside it.
 */
final class PersonRule implements WordRules.Rule {
  private static final double CERTAIN = 0.85;
  private static final double LIKELY = 0.75;
  private static final double ALONE = 0.6;
  private static final double WEAK = 0.5;
  private static final double UNKNOWN = 0.55;
  private static final int MAX_INITIALS = 3;
  private static final int MIN_ENDING_WORD = 5;

  private final Lexicon lexicon;
  private final NameReader names;

  PersonRule(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.names = new NameReader(lexicon);
  }

  @Override
  public int triggers() {
    return NameReader.NAME;
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    if (Character.isDigit(text.at(start - 1)) || Character.isDigit(text.at(end))) {
      return;
    }
    if (!Letters.isCapital(text, start)) {
      lowerCase(text, start, end, roles, findings);
      return;
    }
    NameReader.Name name = names.read(text, start);
    if (name.parts() == 0 || isPlace(text, name.end())) {
      return;
    }
    double score = score(roles, name);
    int from = start;
    if (WordRole.SURNAME.in(roles) && !WordRole.AMBIGUOUS.in(roles)) {
      from = unknownBefore(text, start);
    }
    from = initialsBefore(text, from);
    if (from < start && name.known() + name.ambiguous() > 0) {
      score = Math.max(score, LIKELY);
    }
    if (score > 0) {
      findings.add(SpanType.PERSON, from, name.end(), score);
    }
  }

  private static double score(int roles, NameReader.Name name) {
    boolean given = WordRole.GIVEN.in(roles);
    if (name.known() + name.ambiguous() > 1) {
      // two ordinary words that are names too, such as Jack Black: a given name comes first
      double unknown = given ? WEAK : 0;
      return name.known() > 1 ? CERTAIN : name.known() > 0 ? LIKELY : unknown;
    }
    double one = given ? ALONE : WEAK;
    return name.known() == 0 ? 0 : name.parts() > 1 ? LIKELY : one;
  }

  /** Whether the next word makes it the name of a place or an organisation: Anna Street. */
  private boolean isPlace(ScannedText text, int end) {
    int at = end + 1;
    int wordEnd = Letters.is(text, end, ' ') ? Letters.endOfWord(text, at) : at;
    if (wordEnd == at || !Letters.isCapital(text, at)) {
      return false;
    }
    int roles = lexicon.wordRoles(text, at, wordEnd);
    return WordRole.PLACE.in(roles) || WordRole.STREET_AFTER.in(roles);
  }

  /** A given and a family name in lower case; one of them alone would be too uncertain. */
  private void lowerCase(ScannedText text, int start, int end, int roles, Findings findings) {
    if (!NameReader.isKnownName(roles)
        || !WordRole.GIVEN.in(roles)
        || !Letters.is(text, end, ' ')) {
      return;
    }
    int next = Letters.endOfWord(text, end + 1);
    int second = lexicon.wordRoles(text, end + 1, next);
    boolean surname = WordRole.SURNAME.in(second) && NameReader.isKnownName(second);
    if (next > end + 1 && (surname || (second == 0 && hasSurnameEnding(text, end + 1, next)))) {
      findings.add(SpanType.PERSON, start, next, ALONE);
    }
  }

  /**
   * Adds a name of which the lexicon has no part: a capital between two words, as in Ann B Clark,
   * or a word with the ending of family names after another with a capital.
   */
  void unknown(ScannedText text, int start, int end, Findings findings) {
    if (!Letters.is(text, start - 1, ' ')
        || !(end - start == 1 ? isInitial(text, start, end) : hasSurnameEnding(text, start, end))) {
      return;
    }
    int before = Letters.startOfWord(text, start - 1);
    if (start - before > 2) {
      NameReader.Name name = names.read(text, before);
      if (name.end() >= end) {
        findings.add(SpanType.PERSON, before, name.end(), UNKNOWN);
      }
    }
  }

  /** Whether the word is one capital with a name's part after it. */
  private boolean isInitial(ScannedText text, int start, int end) {
    boolean dotted = Letters.is(text, end, '.');
    int next = dotted ? end + 2 : end + 1;
    return (dotted || "AI".indexOf(text.at(start)) < 0)
        && Letters.is(text, next - 1, ' ')
        && Letters.endOfWord(text, next) > next + 1
        && names.read(text, next).parts() > 0
        && Letters.isCapital(text, next);
  }

  private boolean hasSurnameEnding(ScannedText text, int start, int end) {
    return end - start >= MIN_ENDING_WORD
        && lexicon.hasEnding(WordRole.SURNAME_ENDING, text, start, end);
  }

  /** The start of an unknown word with a capital before a family name. */
  private int unknownBefore(ScannedText text, int start) {
    int wordEnd = start - 1;
    int word = Letters.is(text, wordEnd, ' ') ? Letters.startOfWord(text, wordEnd) : wordEnd;
    boolean candidate = wordEnd - word > 2 && names.read(text, word).end() > start;
    return candidate && lexicon.wordRoles(text, word, wordEnd) == 0 ? word : start;
  }

  /** The start of initials before a name: J. R. */
  private static int initialsBefore(ScannedText text, int start) {
    int from = start;
    for (int i = 0; i < MAX_INITIALS; i++) {
      int dot = Letters.is(text, from - 1, ' ') ? from - 2 : from - 1;
      boolean initial =
          Letters.is(text, dot, '.')
              && Letters.isCapital(text, dot - 1)
              && !Letters.isLetter(text, dot - 2);
      if (!initial) {
        break;
      }
      from = dot - 1;
    }
    return from;
  }
}
