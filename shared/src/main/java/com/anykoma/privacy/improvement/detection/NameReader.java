package com.anykoma.privacy.improvement.detection;

/**
 * Reads a person's name forward: up to four parts such as {@code Jean-Luc}, {@code O'Brien} or the
 * initial {@code J.}, with particles such as {@code van der} between them.
 */
record NameReader(Lexicon lexicon) {
  private static final int MAX_PARTS = 4;
  private static final int MAX_PARTICLES = 2;

  /** Roles of words that are part of no name. */
  private static final int NO_NAME =
      WordRole.bits(
          WordRole.STOP, WordRole.STREET_AFTER, WordRole.PLACE, WordRole.TITLE, WordRole.GREETING);

  /** Roles of names. */
  static final int NAME = WordRole.bits(WordRole.GIVEN, WordRole.SURNAME);

  /**
   * A name that was read.
   *
   * @param end its end; its start if none was read
   * @param parts the number of its parts
   * @param known how many parts are in the lexicon as names and are not ordinary words as well
   * @param ambiguous how many parts are names and ordinary words
   */
  record Name(int end, int parts, int known, int ambiguous) {}

  /** Whether the roles are those of a name. */
  static boolean isName(int roles) {
    return (roles & NAME) != 0;
  }

  /** Whether the roles are those of a name that is no ordinary word. */
  static boolean isKnownName(int roles) {
    return isName(roles) && !WordRole.AMBIGUOUS.in(roles);
  }

  /**
   * Reads the name that begins here; words with a lower-case letter only if they are known names.
   */
  Name read(ScannedText text, int start) {
    int end = start;
    int parts = 0;
    int known = 0;
    int ambiguous = 0;
    int at = start;
    while (at >= 0 && parts < MAX_PARTS) {
      int word = Letters.endOfWord(text, at);
      int roles = word == at ? 0 : roles(text, at, word);
      int part = word == at ? at : partEnd(text, at, word, roles);
      if (part == at) {
        break;
      }
      known += isKnownName(roles) ? 1 : 0;
      ambiguous += isName(roles) && !isKnownName(roles) ? 1 : 0;
      parts++;
      end = part;
      at = next(text, at, part);
    }
    return new Name(end, parts, known, ambiguous);
  }

  /** The roles of the word, or of the phrase if the word alone has none, as in O'Brien. */
  private int roles(ScannedText text, int start, int end) {
    int roles = lexicon.wordRoles(text, start, end);
    return roles == 0 ? Lexicon.roles(lexicon.match(text, start, end)) : roles;
  }

  /** The start of the next part, after a space and particles; negative if no part follows. */
  private int next(ScannedText text, int start, int end) {
    int at = end - start == 1 && Letters.is(text, end, '.') ? end + 1 : end;
    if (!Letters.is(text, at, ' ')) {
      return at > end && Letters.isCapital(text, at) ? at : -1;
    }
    at++;
    for (int i = 0; i < MAX_PARTICLES; i++) {
      int word = Letters.endOfWord(text, at);
      if (word == at
          || !Letters.is(text, word, ' ')
          || !Character.isLowerCase(text.at(at))
          || !WordRole.PARTICLE.in(lexicon.wordRoles(text, at, word))) {
        break;
      }
      at = word + 1;
    }
    return at;
  }

  /** The end of a part with a capital, or of a known name in lower case; the start if none. */
  private static int partEnd(ScannedText text, int start, int wordEnd, int roles) {
    int end = wordEnd;
    boolean capital = Letters.isCapital(text, start);
    if (capital && end - start == 1 && Letters.is(text, end, '.')) {
      return end;
    }
    boolean elided = end - start == 1 && isJoint(text, end) && Letters.isCapital(text, end + 1);
    if (capital ? !elided && isNoName(text, start, end, roles) : !isKnownName(roles)) {
      return start;
    }
    while (isJoint(text, end) && Letters.isLetter(text, end + 1)) {
      int more = Letters.endOfWord(text, end + 1);
      boolean genitive = !Letters.is(text, end, '-') && more - end == 2;
      if (more == end + 1 || genitive) {
        break;
      }
      end = more;
    }
    return end;
  }

  /** Whether a hyphen or an apostrophe is here. */
  private static boolean isJoint(ScannedText text, int index) {
    return Letters.is(text, index, '-')
        || Letters.is(text, index, '\'')
        || Letters.is(text, index, '\u2019');
  }

  /** Whether a word is none of a name: an ordinary word, or one in capitals that is unknown. */
  private static boolean isNoName(ScannedText text, int start, int end, int roles) {
    boolean ordinary = (roles & NO_NAME) != 0 && !isKnownName(roles);
    boolean common = WordRole.COMMON.in(roles) && !isName(roles);
    boolean capitals = end - start > 1 && Character.isUpperCase(text.at(end - 1));
    return ordinary || common || (capitals && !isName(roles));
  }
}
