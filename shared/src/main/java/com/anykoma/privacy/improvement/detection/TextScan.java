package com.anykoma.privacy.improvement.detection;

import java.util.Comparator;

/** One pass over one text, which hands each anchor to its rules. */
final class TextScan {
  private static final int MIN_BASE64 = 16;
  private static final int MIN_DIGITS = 6;
  private static final double ENCODED = 0.9; // of the score of what is encoded

  private final ScannedText text;
  private final WordRule words;
  private final boolean decodes;
  private final Findings findings = new Findings();
  private final DigitGroups groups = new DigitGroups();
  private final PhoneRule phones;
  private final UrlRule urls;
  private final SecretRule secrets;
  private Keyword keyword = Keyword.NONE;
  private int keywordEnd;
  private int base64Start;
  private int escapedEnd;
  private int colonsEnd;

  /**
   * Prepares the scan.
   *
   * @param decodes whether encoded values are decoded and searched too
   */
  TextScan(ScannedText text, WordRule words, boolean decodes) {
    this.text = text;
    this.words = words;
    this.decodes = decodes;
    phones = new PhoneRule(text, groups, findings);
    urls = new UrlRule(text, findings);
    secrets = new SecretRule(text, findings);
  }

  /** Scans the text. */
  Findings run() {
    int at = 0;
    while (at < text.length()) {
      char c = text.at(at);
      if (Characters.isDigit(c)) {
        at = digits(at);
      } else if (c < 128 ? Characters.isAscii(c, Characters.LETTER) : Character.isLetter(c)) {
        at = word(at);
      } else {
        sign(c, at);
        at++;
      }
    }
    endBase64(at);
    return findings;
  }

  private void sign(char c, int at) {
    switch (c) {
      case '@' -> EmailRule.findAtSign(text, at, findings);
      case ':' -> {
        urls.findAtColon(at);
        NetworkRule.findMac(text, at, findings);
        colonsEnd = at < colonsEnd ? colonsEnd : NetworkRule.findIp6(text, at, findings);
      }
      case '-' -> NetworkRule.findMac(text, at, findings);
      case '%' -> percent(at);
      default -> {}
    }
    if (!Characters.isAscii(c, Characters.BASE64)) {
      endBase64(at);
    }
  }

  private int word(int start) {
    int end = start;
    while (Characters.isAscii(text.at(end), Characters.LETTER)) {
      end++;
    }
    if (text.at(end) < 128 || !Character.isLetter(text.at(end))) {
      words.word(text, start, end, findings);
      alphabeticWord(start, end);
      return end;
    }
    while (Character.isLetter(text.at(end))) {
      end++;
    }
    words.word(text, start, end, findings);
    otherWord(start, end);
    return end;
  }

  /** A word that has letters of other scripts; alphabetic ones may stand within. */
  private void otherWord(int start, int end) {
    int at = start;
    while (at < end) {
      int partEnd = Characters.end(text, at, Characters.LETTER);
      for (int i = at; i < Math.max(partEnd, at + 1); i++) {
        if (text.at(i) >= 128) {
          endBase64(i);
        }
      }
      if (partEnd > at) {
        alphabeticWord(at, partEnd);
        at = partEnd;
      } else {
        for (int i = 2; i <= Keyword.MAX_UNSPACED && at + i <= end; i++) {
          keyword(at, at + i);
        }
        at++;
      }
    }
  }

  private void alphabeticWord(int start, int end) {
    char before = text.at(start - 1);
    char after = text.at(end);
    if (Characters.isDigit(after == ' ' ? text.at(end + 1) : after)
        && !Characters.isDigit(before)) {
      IbanRule.findAtWord(text, start, end, keywordBefore(start), findings);
      NationalIdRule.findAtWord(text, start, end, findings);
    }
    if (end - start == 2) {
      EmailRule.findAtWord(text, start, end, findings);
    }
    if (before == '.') {
      urls.findAtWord(start, end);
    }
    if (before == '-' || Characters.is(after, Characters.TOKEN)) {
      secrets.findAtWord(start, end);
    }
    keyword(start, end);
  }

  private void keyword(int start, int end) {
    Keyword kind = Keyword.ALL.find(text, start, end);
    boolean isNamedBefore =
        kind == Keyword.NUMBER && keywordBefore(start) != Keyword.NONE; // as in "card number"
    if (kind != Keyword.NONE && !isNamedBefore) {
      keyword = kind;
      keywordEnd = end;
      if (kind == Keyword.KEY) {
        secrets.findAfter(end);
      }
    }
  }

  private Keyword keywordBefore(int start) {
    return start - keywordEnd <= Keyword.REACH ? keyword : Keyword.NONE;
  }

  private int digits(int start) {
    if (Characters.startsNumber(text, start)) {
      Keyword before = keywordBefore(start);
      groups.read(text, start);
      NetworkRule.findIp4(text, groups, before, findings);
      if (groups.digitCount() >= MIN_DIGITS) {
        CardRule.find(text, groups, before, findings);
        SsnRule.find(text, groups, before, findings);
        NationalIdRule.find(text, groups, before, findings);
        phones.find(before);
      }
    }
    int end = start;
    while (Characters.isDigit(text.at(end))) {
      end++;
    }
    return end;
  }

  private void percent(int at) {
    if (decodes && at >= escapedEnd && EncodedRule.isEscape(text, at)) {
      int start = Characters.start(text, at, escapedEnd, Characters.ESCAPED);
      escapedEnd = Characters.end(text, at, Characters.ESCAPED);
      addEncoded(EncodedRule.decodePercents(text, start, escapedEnd), start, escapedEnd);
    }
  }

  /** Examines the run of Base64 characters that ends before a character of another kind. */
  private void endBase64(int end) {
    int start = base64Start;
    base64Start = end + 1;
    if (decodes && end - start >= MIN_BASE64) {
      EncodedRule.decodeBase64(text, start, end).ifPresent(it -> addEncoded(it, start, end));
    }
  }

  /** Adds the best finding in the decoded text as one for the whole encoded text. */
  private void addEncoded(String decoded, int start, int end) {
    ScannedText inner = ScannedText.of(decoded);
    new TextScan(inner, words, false)
        .run().all().stream()
            .max(Comparator.comparingDouble(Span::score).thenComparing(Span::type))
            .ifPresent(it -> findings.add(it.type(), start, end, it.score() * ENCODED));
  }
}
