package com.anykoma.privacy.improvement.detection;

import java.util.List;
import java.util.regex.Pattern;

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

  private static final Pattern PEM =
      Pattern.compile(
          "-----begin [\\s\\S]{0,30}?private key-----[a-z0-9+/=\\\\ \\r\\n\\t]*+"
              + "(?:-----end[\\s\\S]{0,32}?private key-----)?",
          Pattern.CASE_INSENSITIVE);

  /** The signs, or the verb, between a keyword and its value. */
  private static final Pattern GAP =
      Pattern.compile(
          "[\"'`)\\]]?+[ \\t]{0,2}+[:=>]{0,2}+(?:is(?= ))?+[ \\t]{0,2}+[\"'`(<]?+",
          Pattern.CASE_INSENSITIVE);

  /** A prefix, lower case, and the least length of the whole key. */
  record Prefix(String text, int length) {}

  static final List<Prefix> PREFIXES =
      ListFile.RULES.lines(
          "key prefixes",
          it -> {
            String[] parts = it.split(" ", 2);
            return new Prefix(parts[0], Integer.parseInt(parts[1]));
          });

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
    if (next == ' ' && text.at(start - 5) == '-') {
      int pemEnd = text.matchEnd(PEM, start - 5);
      if (pemEnd > 0) {
        findings.add(SpanType.SECRET, start - 5, pemEnd, KNOWN);
      }
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

  /** Adds the random value after a word such as "token" that ends here. */
  void findAfter(int word) {
    int at = text.matchEnd(GAP, word);
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
    String value = text.substring(from, to);
    return value.chars().anyMatch(it -> Characters.isDigit((char) it))
        && value.chars().anyMatch(it -> Characters.isLetter((char) it));
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
