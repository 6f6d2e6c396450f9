package com.anykoma.privacy.improvement.detection;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A keyword with a value after it, such as {@code password: x} or {@code born on 1 May 1990}. The
 * value is the first group of the pattern that took part in the match.
 *
 * @param numeric whether the value has a digit; without one nearby the pattern is not tried
 * @param after a pattern for the folded text directly after the keyword
 */
record ValueRule(
    SpanType type,
    int triggers,
    double score,
    boolean numeric,
    Pattern after,
    Check check,
    Lexicon lexicon)
    implements WordRules.Rule {
  private static final Pattern PLACEHOLDER = Pattern.compile("[*\u2022.]+|\\[.*|<.*|\\{.*");

  /** Decides whether a value that fits the pattern is one. */
  interface Check {
    boolean accepts(Lexicon lexicon, ScannedText text, MatchResult match, int group);
  }

  /** The rules for dates of birth, passwords, numbers of accounts, bank codes and incomes. */
  static List<ValueRule> all(Lexicon lexicon, RulePatterns patterns) {
    Check any = (words, text, match, group) -> true;
    Check fiveDigits = (words, text, match, group) -> digits(match.group(group)) >= 5;
    return List.of(
        of(SpanType.DATE_OF_BIRTH, WordRole.BIRTH, 0.9, any, lexicon, patterns),
        of(SpanType.PASSWORD, WordRole.PASSWORD, 0.9, ValueRule::isPassword, lexicon, patterns),
        of(SpanType.PASSWORD, WordRole.PIN, 0.85, any, lexicon, patterns),
        of(SpanType.FINANCE, WordRole.ACCOUNT, 0.8, fiveDigits, lexicon, patterns),
        of(SpanType.FINANCE, WordRole.BIC, 0.8, ValueRule::isCapitals, lexicon, patterns),
        of(SpanType.FINANCE, WordRole.INCOME, 0.8, ValueRule::isAmount, lexicon, patterns));
  }

  private static ValueRule of(
      SpanType type,
      WordRole trigger,
      double score,
      Check check,
      Lexicon lexicon,
      RulePatterns patterns) {
    boolean numeric = trigger != WordRole.PASSWORD && trigger != WordRole.BIC;
    return new ValueRule(
        type, trigger.bit(), score, numeric, patterns.after(trigger), check, lexicon);
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    Matcher matcher = RulePatterns.matcher(after, text, end);
    if (numeric && !hasDigit(text, end, matcher.regionEnd())) {
      return;
    }
    if (matcher.lookingAt()) {
      int group = 1;
      while (matcher.start(group) < 0) {
        group++;
      }
      if (check.accepts(lexicon, text, matcher, group)) {
        findings.add(type, matcher.start(group), matcher.end(group), score);
      }
    }
  }

  private static boolean hasDigit(ScannedText text, int start, int end) {
    int at = start;
    while (at < end && !Characters.isDigit(text.at(at)) && text.at(at) != '\n') {
      at++;
    }
    return at < end && text.at(at) != '\n';
  }

  /** A word of letters is a password unless it says something about passwords. */
  private static boolean isPassword(
      Lexicon lexicon, ScannedText text, MatchResult match, int group) {
    int start = match.start(group);
    int end = match.end(group);
    if (PLACEHOLDER.matcher(match.group(group)).matches()) {
      return false;
    }
    if (Letters.endOfWord(text, start) != end) {
      return true;
    }
    int roles = lexicon.wordRoles(text, start, end);
    return !WordRole.NOT_VALUE.in(roles) && !WordRole.STOP.in(roles) && end - start > 2;
  }

  private static long digits(String value) {
    return value.chars().filter(Character::isDigit).count();
  }

  private static boolean isCapitals(
      Lexicon lexicon, ScannedText text, MatchResult match, int group) {
    return text.substring(match.start(group), match.end(group))
        .chars()
        .noneMatch(Character::isLowerCase);
  }

  /** A bare number is an amount only if it is large and no noun follows. */
  private static boolean isAmount(Lexicon lexicon, ScannedText text, MatchResult match, int group) {
    String value = match.group(group).strip();
    int end = match.end(group);
    boolean bare = value.chars().allMatch(it -> Character.isDigit(it) || ".,' ".indexOf(it) >= 0);
    return !bare
        || (digits(value) >= 4 && !(Letters.is(text, end, ' ') && Letters.isLetter(text, end + 1)));
  }
}
