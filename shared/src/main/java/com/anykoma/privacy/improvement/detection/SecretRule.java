package com.anykoma.privacy.improvement.detection;

import java.util.List;

/**
 * API keys with the prefixes of well-known services, JSON web tokens, private keys in PEM, and
 * random values after words such as "token". One instance serves one text: what was examined as one
 * key is not searched for another.
 */
final class SecretRule {
  private static final double KNOWN = 0.98;
  private static final double NAMED = 0.9;
  private static final int MIN_NAMED = 16;
  private static final double MIN_BITS = 3; // of entropy per character; words have about 2.5
  private static final int MAX_GAP = 2;
  private static final String PEM_START = "begin ";
  private static final String PEM_END = "private key-----";
  private static final int MAX_PEM_LABEL = 32;

  /** A prefix, lower case, and the least length of the whole key. */
  record Prefix(String text, int length) {}

  static final List<Prefix> PREFIXES =
      List.of(
          new Prefix("sk-", 20),
          new Prefix("sk_live_", 20),
          new Prefix("sk_test_", 20),
          new Prefix("rk_live_", 20),
          new Prefix("rk_test_", 20),
          new Prefix("whsec_", 20),
          new Prefix("ghp_", 36),
          new Prefix("gho_", 36),
          new Prefix("ghu_", 36),
          new Prefix("ghs_", 36),
          new Prefix("ghr_", 36),
          new Prefix("github_pat_", 40),
          new Prefix("glpat-", 20),
          new Prefix("xoxa-", 20),
          new Prefix("xoxb-", 20),
          new Prefix("xoxp-", 20),
          new Prefix("xoxr-", 20),
          new Prefix("xoxs-", 20),
          new Prefix("akia", 20),
          new Prefix("asia", 20),
          new Prefix("aiza", 39),
          new Prefix("ya29.", 30),
          new Prefix("npm_", 36),
          new Prefix("hf_", 34),
          new Prefix("sg.", 40),
          new Prefix("shpat_", 36),
          new Prefix("dop_v1_", 60),
          new Prefix("pypi-", 40),
          new Prefix("eyj", 30));

  private final ScannedText text;
  private final Findings findings;
  private int end;

  SecretRule(ScannedText text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  /** Adds the key that begins with this word. */
  void findAtWord(int start, int wordEnd) {
    char next = text.at(wordEnd);
    if (next == ' ' && text.at(start - 1) == '-' && Characters.matches(text, start, PEM_START)) {
      findPem(start - 5);
    }
    if (!Characters.is(next, Characters.TOKEN)
        || start < end
        || Characters.isAlphanumeric(text.at(start - 1))) {
      return;
    }
    for (Prefix each : PREFIXES) {
      if (Characters.matches(text, start, each.text)) {
        end = Characters.end(text, start, Characters.TOKEN);
        int last = valueEnd(start, end);
        if (last - start >= each.length && isMixed(start, last)) {
          findings.add(SpanType.SECRET, start, last, KNOWN);
        }
        return;
      }
    }
  }

  private void findPem(int start) {
    if (!Characters.matches(text, start, "-----")) {
      return;
    }
    for (int label = start + 10; label < start + 10 + MAX_PEM_LABEL; label++) {
      if (Characters.matches(text, label, PEM_END)) {
        int last = label + PEM_END.length();
        while (isBody(text.at(last))) {
          last++;
        }
        if (Characters.matches(text, last, "-----end")) {
          int close = last + 8;
          while (close < last + 8 + MAX_PEM_LABEL && !Characters.matches(text, close, PEM_END)) {
            close++;
          }
          last = Characters.matches(text, close, PEM_END) ? close + PEM_END.length() : last;
        }
        findings.add(SpanType.SECRET, start, last, KNOWN);
        return;
      }
    }
  }

  private static boolean isBody(char c) {
    return Characters.isAscii(c, Characters.ALPHANUMERIC) || "+/=\\ \r\n\t".indexOf(c) >= 0;
  }

  /** Adds the random value after a word such as "token" that ends here. */
  void findAfter(int word) {
    int at = skip(word, "\"'`)]", 1);
    at = skip(at, " \t", MAX_GAP);
    at = skip(at, ":=>", MAX_GAP);
    at = Characters.matches(text, at, "is ") ? at + 2 : at;
    at = skip(at, " \t", MAX_GAP);
    at = skip(at, "\"'`(<", 1);
    if (at == word) {
      return;
    }
    int tokenEnd = Characters.end(text, at, Characters.TOKEN);
    int last = valueEnd(at, tokenEnd);
    if (last - at >= MIN_NAMED && isMixed(at, last) && entropy(at, last) >= MIN_BITS) {
      findings.add(SpanType.SECRET, at, last, NAMED);
    }
  }

  private int skip(int from, String characters, int most) {
    int at = from;
    while (at < from + most && characters.indexOf(text.at(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** The end of a value without the full stop of a sentence, with the padding of Base64. */
  private int valueEnd(int from, int end) {
    int last = end;
    while (last > from && (text.at(last - 1) == '.' || text.at(last - 1) == '-')) {
      last--;
    }
    return last == end ? skip(end, "=", 2) : last;
  }

  private boolean isMixed(int from, int to) {
    boolean digit = false;
    boolean letter = false;
    for (int i = from; i < to; i++) {
      digit |= Characters.isDigit(text.at(i));
      letter |= Characters.isLetter(text.at(i));
    }
    return digit && letter;
  }

  /** Shannon's entropy of the characters, in bits per character. */
  private double entropy(int from, int to) {
    int[] counts = new int[128];
    for (int i = from; i < to; i++) {
      counts[text.at(i) & 127]++;
    }
    double bits = 0;
    for (int each : counts) {
      if (each > 0) {
        double share = (double) each / (to - from);
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
