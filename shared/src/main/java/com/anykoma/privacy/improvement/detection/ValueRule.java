package com.anykoma.privacy.improvement.detection;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A keyword with a value after it, such as {@code password: x} or {@code born on 1 May 1990}. The
 * value is the first group of the pattern that took part in the match.
 *
 * @param numeric whether the value has a digit; without one nearby the pattern is not tried
 * @param after a pattern for the folded text directly after the keyword; its repetitions are
 *     possessive or bounded by a small number, so that its time is bounded
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
  private static final int MAX_PASSWORD = 64;
  private static final String BORDER = "(?![\\p{L}\\p{N}])";
  private static final String GAP = "[^\\p{L}\\p{N}\\n]{0,4}+";

  /** Decides whether a value that fits the pattern is one. */
  interface Check {
    boolean accepts(Lexicon lexicon, ScannedText text, MatchResult match, int group);
  }

  private static final Check ALWAYS = (lexicon, text, match, group) -> true;

  private static ValueRule of(
      SpanType type, WordRole trigger, double score, String after, Check check, Lexicon lexicon) {
    boolean numeric = trigger != WordRole.PASSWORD && trigger != WordRole.BIC;
    Pattern pattern = Pattern.compile(after);
    return new ValueRule(type, trigger.bit(), score, numeric, pattern, check, lexicon);
  }

  @Override
  public void found(ScannedText text, int start, int end, int roles, Findings findings) {
    int limit = Math.min(text.length(), end + WordRules.MAX_CONTEXT);
    if (numeric && !hasDigit(text, end, limit)) {
      return;
    }
    Matcher matcher = after.matcher(new Letters.Folded(text));
    matcher.region(end, limit);
    matcher.useTransparentBounds(true);
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

  /** A date after words such as {@code born on}, with at most five words between. */
  static ValueRule birth(Lexicon lexicon) {
    String month = "(?:" + lexicon.alternatives(WordRole.MONTH) + ")" + BORDER + "\\.?";
    String date =
        "(?<![\\p{L}\\p{N}])((?:\\d{1,2}[./-] ?\\d{1,2}[./-] ?\\d{2,4}|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}"
            + "|\\d{4} ?[年년] ?\\d{1,2} ?[月월] ?\\d{1,2} ?[日일]"
            + "|\\d{1,2}(?:st|nd|rd|th|er|[.ºª])? ?(?:of |de |den )?"
            + month
            + "(?:,? (?:de |del )?\\d{2,4})?"
            + "|"
            + month
            + " \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?))"
            + BORDER;
    String between = GAP + "(?:[\\p{L}'\u2019]{1,15}[ ,:'\u2019]{1,3}){0,5}?";
    return of(
        SpanType.DATE_OF_BIRTH,
        WordRole.BIRTH,
        0.9,
        " ?(?:\\([^)\\n]{0,20}+\\))?" + between + date,
        ALWAYS,
        lexicon);
  }

  /** A sign or a verb between a keyword and its value. */
  private static String separator(Lexicon lexicon, String sign) {
    return "[\"'\u201d\u201c`*_]{0,2}+[ \\t]{0,2}+(?:"
        + sign
        + "|(?<=[ \\t\"'\u201d])"
        + lexicon.alternatives(WordRole.IS)
        + BORDER
        + ")[ \\t:]{0,3}+(?:\\r?\\n)?[ \\t]{0,2}+";
  }

  /** A password after its keyword and a colon, an equals sign or a verb. */
  static ValueRule password(Lexicon lexicon) {
    String purpose =
        "(?: (?:for|to|of|fur|pour|para|per|su|voor|till|til|do|dla|na) [^\\n.:=\"']{1,30}?)?";
    String quoted = "[^%1$s\\n]{1," + MAX_PASSWORD + "}+";
    String value =
        "(?:\"("
            + quoted.formatted("\"")
            + ")\""
            + "|'("
            + quoted.formatted("'")
            + ")'"
            + "|`("
            + quoted.formatted("`")
            + ")`"
            + "|[\u201c\u201e]("
            + quoted.formatted("\u201c\u201d")
            + ")[\u201c\u201d]"
            + "|\u00ab ?("
            + quoted.formatted("\u00bb")
            + ")\u00bb"
            + "|([^\\s\"'`\u201c\u201e\u00ab]\\S{0,"
            + MAX_PASSWORD
            + "}(?<![.,;!?)\\]}\"'\u201d])))";
    return of(
        SpanType.PASSWORD,
        WordRole.PASSWORD,
        0.9,
        purpose + separator(lexicon, ":=|=>|[:=]") + value,
        ValueRule::isPassword,
        lexicon);
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("[*\u2022.]+|\\[.*|<.*|\\{.*");

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

  /** Three to eight digits after PIN, CVV and the like. */
  static ValueRule pin(Lexicon lexicon) {
    return of(
        SpanType.PASSWORD,
        WordRole.PIN,
        0.85,
        separator(lexicon, "[:=#]") + "[\"']?(\\d{3,8})" + BORDER,
        ALWAYS,
        lexicon);
  }

  /** The number of a bank account, a bank or a taxpayer: at least five digits. */
  static ValueRule account(Lexicon lexicon) {
    String filler =
        "(?>(?:number|no|nr|num|numero|code|id|"
            + lexicon.alternatives(WordRole.IS)
            + ")"
            + BORDER
            + GAP
            + "){0,3}+";
    return of(
        SpanType.FINANCE,
        WordRole.ACCOUNT,
        0.8,
        GAP + filler + "([a-z]{0,3}+\\d[\\da-z]*+(?:[ /.-]\\d[\\da-z]*+){0,8}+)" + BORDER,
        (words, text, match, group) -> digits(match.group(group)) >= 5,
        lexicon);
  }

  private static long digits(String value) {
    return value.chars().filter(Character::isDigit).count();
  }

  /** A bank identifier code (ISO 9362) in capitals. */
  static ValueRule bankCode(Lexicon lexicon) {
    return of(
        SpanType.FINANCE,
        WordRole.BIC,
        0.8,
        GAP
            + "(?:(?:code|"
            + lexicon.alternatives(WordRole.IS)
            + ")"
            + BORDER
            + GAP
            + ")?([a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)"
            + BORDER,
        (words, text, match, group) -> isCapitals(text, match.start(group), match.end(group)),
        lexicon);
  }

  private static boolean isCapitals(ScannedText text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.isLowerCase(text.at(i))) {
        return false;
      }
    }
    return true;
  }

  /** An amount of money after words such as {@code my salary}. */
  static ValueRule income(Lexicon lexicon) {
    String unit =
        "(?:[$\u20ac\u00a3\u00a5]|(?:euros?|dollars?|pounds?|francs?|rupees|yen|pesos|usd|eur|gbp|chf|k"
            + "|thousand|million|zl|kr|per|a|an|each|every|monthly|yearly|im|pro|par|al|por)"
            + BORDER
            + ")";
    return of(
        SpanType.FINANCE,
        WordRole.INCOME,
        0.8,
        "[^.!?\\n\\d$\u20ac\u00a3\u00a5]{0,40}+([$\u20ac\u00a3\u00a5]? ?\\d{1,9}(?:[.,' ]\\d{3}){0,4}+"
            + "(?:[.,]\\d{1,2})?(?:k"
            + BORDER
            + "| ?"
            + unit
            + ")?)(?![\\p{N}])",
        (words, text, match, group) -> isAmount(text, match, group),
        lexicon);
  }

  /** A bare number is an amount only if it is large and no noun follows. */
  private static boolean isAmount(ScannedText text, MatchResult match, int group) {
    String value = match.group(group).strip();
    int end = match.end(group);
    boolean bare = value.chars().allMatch(it -> Character.isDigit(it) || ".,' ".indexOf(it) >= 0);
    return !bare
        || (digits(value) >= 4 && !(Letters.is(text, end, ' ') && Letters.isLetter(text, end + 1)));
  }
}
