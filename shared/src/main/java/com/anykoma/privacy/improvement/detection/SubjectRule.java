package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the identifiers of one person in a text, in one pass: case and diacritics do not matter,
 * and an identifier must not be a part of a longer word. A part of a name or a handle that is an
 * ordinary word, such as rose, is only found as a handle with its at sign.
 */
final class SubjectRule {
  private static final double WHOLE = 1.0;
  private static final double DERIVED = 0.9;
  private static final double PART = 0.7;
  private static final int MIN_LETTERS = 3;
  private static final int MIN_DIGITS = 5;

  private static final int NAME =
      WordRole.bits(WordRole.GIVEN, WordRole.SURNAME, WordRole.PARTICLE);

  private final Lexicon lexicon;
  private final List<Needle> needles = new ArrayList<>();
  private long filter; // the first characters as bits, modulo 64

  /** A folded identifier; {@code marked} if it counts only after an at sign. */
  private record Needle(String text, double score, boolean marked) {}

  SubjectRule(SubjectIdentifiers subject, Lexicon lexicon) {
    this.lexicon = lexicon;
    subject.values().reveal().forEach(this::addIdentifier);
  }

  private void addIdentifier(String value) {
    String whole = value.strip();
    int at = whole.indexOf('@', 1);
    if (at > 0) {
      add(whole, WHOLE, false);
      String local = whole.substring(0, at);
      addToken(local, DERIVED);
      addToken(local.replaceFirst("\\+.*", ""), DERIVED);
      return;
    }
    String[] words = whole.split("\\s+", -1);
    if (words.length == 1) {
      addToken(whole, DERIVED);
    } else {
      add(String.join(" ", words), WHOLE, false);
      Set.copyOf(List.of(words)).forEach(it -> addToken(it, PART));
    }
  }

  /** Adds a handle, a uid or a part of a name, unless it is too short to mean one person. */
  private void addToken(String value, double score) {
    boolean digits = value.chars().allMatch(Character::isDigit);
    boolean unspaced = !value.isEmpty() && isUnspaced(value.charAt(0));
    int least = digits ? MIN_DIGITS : unspaced ? 2 : MIN_LETTERS;
    if (value.codePoints().filter(Character::isLetterOrDigit).count() >= least) {
      add(value, score, isOrdinary(value));
    }
  }

  private boolean isOrdinary(String value) {
    ScannedText word = ScannedText.of(value);
    int start = Letters.is(word, 0, '@') ? 1 : 0;
    int end = Letters.endOfWord(word, start);
    int roles = end == word.length() ? lexicon.wordRoles(word, start, end) : 0;
    return (roles & ~NAME) != 0;
  }

  private void add(String value, double score, boolean marked) {
    StringBuilder folded = new StringBuilder();
    ScannedText text = ScannedText.of(value);
    for (int i = 0; i < text.length(); i++) {
      if (!isMark(text.at(i)) && (!folded.isEmpty() || isTokenCharacter(text, i))) {
        folded.append(Letters.fold(text.at(i)));
      }
    }
    if (folded.isEmpty() || folded.length() > WordRules.MAX_CONTEXT) {
      return;
    }
    needles.add(new Needle(folded.toString(), score, marked));
    filter |= 1L << folded.charAt(0);
  }

  /** Adds all occurrences of the identifiers. */
  void find(ScannedText text, Findings findings) {
    if (needles.isEmpty()) {
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((filter >>> Letters.fold(text.at(i)) & 1) != 0 && isTokenStart(text, i)) {
        compare(text, i, findings);
      }
    }
  }

  private void compare(ScannedText text, int start, Findings findings) {
    boolean marked = Letters.is(text, start - 1, '@');
    for (Needle each : needles) {
      int end = marked || !each.marked() ? endOf(each, text, start) : -1;
      if (end > 0) {
        findings.add(SpanType.SUBJECT, marked ? start - 1 : start, end, each.score());
      }
    }
  }

  /**
   * The end of the identifier that begins here; negative if another text, or a longer word, does.
   */
  private static int endOf(Needle needle, ScannedText text, int start) {
    int at = start;
    for (int i = 0; i < needle.text().length(); i++) {
      while (isMark(text.at(at))) {
        at++;
      }
      char c = Letters.fold(text.at(at++));
      if (c != needle.text().charAt(i)
          && !(Character.isWhitespace(c) && needle.text().charAt(i) == ' ')) {
        return -1;
      }
    }
    while (isMark(text.at(at))) {
      at++;
    }
    boolean inWord = isTokenCharacter(text, at) && !isUnspaced(text.at(at - 1));
    return inWord ? -1 : at;
  }

  private static boolean isTokenStart(ScannedText text, int index) {
    return isTokenCharacter(text, index)
        && !isMark(text.at(index))
        && (!isTokenCharacter(text, index - 1)
            || isUnspaced(text.at(index))
            || isUnspaced(text.at(index - 1)));
  }

  private static boolean isTokenCharacter(ScannedText text, int index) {
    char c = text.at(index);
    return Character.isLetterOrDigit(c) || isMark(c);
  }

  private static boolean isMark(char c) {
    return c >= '\u0300' && c <= '\u036f';
  }

  /** Whether words of the character's script have no spaces, or suffixes, around them. */
  private static boolean isUnspaced(char c) {
    return (c >= '\u0e00' && c <= '\u0eff') || (c >= '\u2e80' && c <= '\ud7af');
  }
}
