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
  private static final int MAX_INITIALS = 3;

  private final Lexicon lexicon;
  private final NameReader names;

  PersonRule(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.names = new NameReader(lexicon);
  }

  @Override
  public int triggers() {
    return WordRole.GIVEN.bit() | WordRole.SURNAME.bit();
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    if (!Letters.isCapital(text, start)) {
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
    if (name.known() + name.ambiguous() > 1) {
      boolean certain = name.known() > 1;
      return certain ? CERTAIN : name.known() > 0 ? LIKELY : pair(roles);
    }
    if (name.known() == 0) {
      return 0;
    }
    if (name.parts() > 1) {
      return LIKELY;
    }
    return WordRole.GIVEN.in(roles) ? ALONE : WEAK;
  }

  /** Two ordinary words that are names too, such as Jack Black: a given name comes first. */
  private static double pair(int roles) {
    return WordRole.GIVEN.in(roles) ? WEAK : 0;
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

  /** The start of an unknown word with a capital before a family name. */
  private int unknownBefore(ScannedText text, int start) {
    int wordEnd = start - 1;
    int word = Letters.is(text, wordEnd, ' ') ? Letters.startOfWord(text, wordEnd) : wordEnd;
    boolean candidate = wordEnd - word > 2 && names.read(text, word).end() > start;
    return candidate && lexicon.match(text, word, wordEnd) == 0 ? word : start;
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
