package com.anykoma.privacy.improvement.detection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A postal address: a street with its house number before or after it, a post office box, or the
 * text after words such as {@code I live at}; with the unit, the town and the postcode that follow.
 */
final class AddressRule implements WordRules.Rule {
  private static final double STREET = 0.85;
  private static final double LOCATED = 0.65;
  private static final double INTRODUCED = 0.6;
  private static final int MAX_WORDS = 5;
  private static final int MAX_TOKEN = 30;
  private static final int MAX_SEGMENTS = 6;
  private static final int MIN_NUMBERED = 4;

  /** Roles of words that are no name of a street before a number: May 5. */
  private static final int NO_STREET =
      WordRole.bits(
          WordRole.MONTH, WordRole.UNIT, WordRole.STOP, WordRole.BIRTH, WordRole.STREET_AFTER);

  private static final int TRIGGERS =
      WordRole.bits(
          WordRole.STREET_AFTER, WordRole.STREET_BEFORE, WordRole.BOX, WordRole.ADDRESS_INTRO);

  /** A token that is a number, perhaps with a letter, or a range of numbers. */
  private static final Pattern NUMBER_TOKEN = Pattern.compile("\\d{1,5}\\p{L}?(?:[-/]\\d.*)?");

  private final Lexicon lexicon;
  private final Pattern houseNumber;
  private final Pattern boxNumber;
  private final Pattern introduced;
  private final Pattern numberBesideWord;
  private final Pattern part;

  AddressRule(Lexicon lexicon, RulePatterns patterns) {
    this.lexicon = lexicon;
    houseNumber = patterns.get("HOUSE_NUMBER");
    boxNumber = patterns.get("BOX_NUMBER");
    introduced = patterns.get("INTRODUCED_ADDRESS");
    numberBesideWord = patterns.get("NUMBER_BESIDE_WORD");
    part = patterns.get("ADDRESS_PART");
  }

  @Override
  public int triggers() {
    return TRIGGERS;
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    if (WordRole.STREET_AFTER.in(roles)) {
      afterName(text, start, end, findings);
    }
    if (WordRole.STREET_BEFORE.in(roles)) {
      beforeName(text, start, end, roles, findings);
    }
    if (WordRole.BOX.in(roles)) {
      int number = matchEnd(boxNumber, text, end);
      if (number > 0) {
        boolean second = Letters.is(text, start - 1, '\n'); // of two lines: PSC 3, Box 4
        add(text, second ? nameBefore(text, start) : start, number, findings);
      }
    }
    if (WordRole.ADDRESS_INTRO.in(roles)) {
      introduced(text, end, findings);
    }
  }

  /**
   * A word with a capital before a number: the number of a house if the word ends like the streets
   * of a language (Hauptstrasse 5), or if a unit or a postcode follows (Coronilla 5, 6511
   * Nijmegen).
   */
  void numbered(ScannedText text, int start, int end, Findings findings) {
    if (!Letters.is(text, end, ' ')
        || !Characters.isDigit(text.at(end + 1))
        || end - start < MIN_NUMBERED) {
      return;
    }
    int roles = lexicon.wordRoles(text, start, end);
    int number = WordRole.COMMON.in(roles) ? -1 : matchEnd(houseNumber, text, end);
    if (number < 0) {
      return;
    }
    int from = tokenStart(text, start);
    if (lexicon.hasEnding(WordRole.STREET_ENDING, text, start, end)) {
      add(text, numberBefore(text, from, from), number, findings);
    } else if ((roles & NO_STREET) == 0) {
      Rest rest = rest(text, number);
      if (rest.located()) {
        from = nameBefore(text, from);
        findings.add(SpanType.ADDRESS, numberBefore(text, from, from), rest.end(), LOCATED);
      }
    }
  }

  /** The start of up to four words with capitals, or numbers, before the index. */
  private static int nameBefore(ScannedText text, int start) {
    int from = start;
    for (int i = 0; i < 4 && Character.isWhitespace(text.at(from - 1)); i++) {
      int end = Letters.is(text, from - 2, ',') ? from - 2 : from - 1;
      int word = tokenStart(text, end);
      if (word == end || !(Letters.isCapital(text, word) || Characters.isDigit(text.at(word)))) {
        break;
      }
      from = word;
    }
    return from;
  }

  /** 12 Main Street, and Baker Street 12. */
  private void afterName(ScannedText text, int start, int end, Findings findings) {
    int from = tokenStart(text, start);
    boolean named = from < start;
    boolean lowerCase = false;
    for (int i = 0; i < MAX_WORDS && Letters.is(text, from - 1, ' '); i++) {
      int word = tokenStart(text, from - 1);
      if (isHouseNumber(text, word, from - 1)) {
        if ((i > 0 || named) && (!lowerCase || (isClosed(text, end) && from - word > 2))) {
          boolean abbreviated = end - start < 5 && Letters.is(text, end, '.');
          add(text, word, abbreviated ? end + 1 : end, findings);
          return;
        }
        break;
      }
      if (word == from - 1 || !isPartOfName(text, word, from - 1)) {
        if (i > 1 || !isLowerCaseName(text, word, from - 1)) {
          break;
        }
        lowerCase = true;
      }
      named = true;
      from = word;
    }
    int number = named && !lowerCase ? matchEnd(houseNumber, text, end) : -1;
    if (number > 0 && !Letters.is(text, end, '\n')) {
      add(text, from, number, findings);
    }
  }

  /** Rue de la Paix 12, and 12 rue de la Paix; in lower case only with the number before it. */
  private void beforeName(ScannedText text, int start, int end, int roles, Findings findings) {
    int from = numberBefore(text, start, -1);
    boolean lowerCase = from >= 0 && !WordRole.STREET_AFTER.in(roles);
    int at = Letters.is(text, end, '.') ? end + 1 : end;
    at = Letters.is(text, at, '/') ? at + 1 : at;
    int nameEnd = -1;
    for (int i = 0; i < MAX_WORDS; i++) {
      int word = Letters.is(text, at, ' ') ? at + 1 : at;
      int wordEnd = tokenEnd(text, word);
      boolean named = isPartOfName(text, word, wordEnd);
      boolean lower = lowerCase && isLowerCaseName(text, word, wordEnd);
      if (wordEnd == word || (word == at && i > 0) || !(named || lower)) {
        break;
      }
      at = wordEnd;
      nameEnd = lower || Letters.isCapital(text, word) ? wordEnd : nameEnd;
    }
    if (nameEnd < 0) {
      return;
    }
    boolean one = from >= 0 && !Letters.is(text, nameEnd, ' ');
    int number = one ? -1 : matchEnd(houseNumber, text, nameEnd);
    int to = number < 0 && from >= 0 ? nameEnd : number;
    if (to > 0) {
      add(text, from >= 0 ? from : start, to, findings);
    }
  }

  /** The rest of a sentence after words such as {@code I live at}, if it has a number. */
  private void introduced(ScannedText text, int end, Findings findings) {
    Matcher rest = RulePatterns.matcher(introduced, text, end);
    if (rest.lookingAt()
        && (Characters.isDigit(text.at(rest.start(1))) || Letters.isCapital(text, rest.start(1)))
        && numberBesideWord.matcher(rest.group(1)).find()) {
      int to = rest.end(1);
      while (Character.isWhitespace(text.at(to - 1)) || text.at(to - 1) == ',') {
        to--;
      }
      findings.add(SpanType.ADDRESS, rest.start(1), rest(text, to).end(), INTRODUCED);
    }
  }

  /** Adds an address with the parts that follow its street. */
  private void add(ScannedText text, int start, int end, Findings findings) {
    findings.add(SpanType.ADDRESS, start, rest(text, end).end(), STREET);
  }

  /**
   * The parts of an address after its street.
   *
   * @param end the end of the last part that surely belongs to the address
   * @param located whether a unit or a postcode is among them
   */
  private record Rest(int end, boolean located) {}

  private Rest rest(ScannedText text, int start) {
    Rest rest = new Rest(start, false);
    int at = start;
    boolean afterPost = false;
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      Matcher segment = RulePatterns.matcher(part, text, at);
      if (!segment.lookingAt()) {
        break;
      }
      if (segment.group("town") == null) {
        at = segment.end();
        rest = new Rest(at, true);
        afterPost = segment.group("post") != null;
        continue;
      }
      at = townEnd(text, segment.start("town"));
      if (at < 0) {
        break;
      }
      boolean sure = segment.group("comma") != null && segment.group("line") == null;
      rest = sure || afterPost ? new Rest(at, rest.located()) : rest;
      afterPost = false;
    }
    return rest;
  }

  /** The end of up to four words with capitals or particles. */
  private int townEnd(ScannedText text, int start) {
    int end = -1;
    int at = start;
    for (int i = 0; i < 4; i++) {
      int wordEnd = tokenEnd(text, at);
      if (i > 0 && WordRole.PARTICLE.in(lexicon.wordRoles(text, at, wordEnd))) {
        at = wordEnd + 1;
        continue;
      }
      if (wordEnd == at
          || !Letters.isCapital(text, at)
          || (wordEnd - at > 2 // two capitals are a state, such as IL
              && WordRole.STOP.in(lexicon.wordRoles(text, at, Letters.endOfWord(text, at))))) {
        break;
      }
      end = wordEnd;
      if (!Letters.is(text, wordEnd, ' ')) {
        break;
      }
      at = wordEnd + 1;
    }
    return end;
  }

  /** The start of a house number before the index, or the other value. */
  private static int numberBefore(ScannedText text, int start, int otherwise) {
    int end = Letters.is(text, start - 1, ' ') ? start - 1 : start;
    end = Letters.is(text, end - 1, ',') ? end - 1 : end;
    int token = tokenStart(text, end);
    return end < start && isHouseNumber(text, token, end) ? token : otherwise;
  }

  /** Whether the token is a part of a street's name: a capital, a particle or an ordinal number. */
  private boolean isPartOfName(ScannedText text, int start, int end) {
    if (start == end) {
      return false;
    }
    if (Letters.isLetter(text, start)) {
      int word = Letters.endOfWord(text, start);
      int roles = lexicon.wordRoles(text, start, word);
      return WordRole.PARTICLE.in(roles)
          || (Letters.isCapital(text, start) && !WordRole.UNIT.in(roles));
    }
    return Characters.isDigit(text.at(start)) && Letters.isLetter(text, end - 1);
  }

  /** Whether the token is a word in lower case that is no ordinary one. */
  private boolean isLowerCaseName(ScannedText text, int start, int end) {
    int roles = lexicon.wordRoles(text, start, end);
    return Letters.endOfWord(text, start) == end
        && !WordRole.STOP.in(roles)
        && !WordRole.COMMON.in(roles);
  }

  /** Whether no further word follows directly. */
  private static boolean isClosed(ScannedText text, int end) {
    return !(Letters.is(text, end, ' ') && Letters.isLetter(text, end + 1));
  }

  private static boolean isHouseNumber(ScannedText text, int start, int end) {
    return NUMBER_TOKEN.matcher(text.substring(start, end)).matches();
  }

  private static boolean isTokenCharacter(ScannedText text, int index) {
    char c = text.at(index);
    return Character.isLetterOrDigit(c) || "-'\u2019./".indexOf(c) >= 0;
  }

  private static int tokenStart(ScannedText text, int end) {
    int start = end;
    while (start > 0 && end - start < MAX_TOKEN && isTokenCharacter(text, start - 1)) {
      start--;
    }
    return start;
  }

  /** The end of a token, without a full stop at its end except after an abbreviation. */
  private static int tokenEnd(ScannedText text, int start) {
    int end = start;
    while (end < text.length() && end - start < MAX_TOKEN && isTokenCharacter(text, end)) {
      end++;
    }
    boolean sentence = end - start > 4 && text.at(end - 1) == '.';
    return sentence ? end - 1 : end;
  }

  private static int matchEnd(Pattern pattern, ScannedText text, int start) {
    Matcher matcher = RulePatterns.matcher(pattern, text, start);
    return matcher.lookingAt() ? matcher.end() : -1;
  }
}
